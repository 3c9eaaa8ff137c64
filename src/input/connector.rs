//! `[[connector]]` of standto.toml: what can be changed, and how. Pure.

use super::document::Record;
use super::formats::{self, inside};
use super::settings::{SECRET, secret};
use super::shape::{Key, Kind, Shape, Variant, Variants, Within, may, must, words};
use crate::model::{Connector, ConnectorId, ControlKind, Driver, FileFormat, Maps, Rspamd};

static DRIVERS: &[Variant] = &[
    Variant { word: "file", keys: FILE, one_of: &[] },
    Variant { word: "rspamd", keys: RSPAMD, one_of: &[&["maps", "controller"]] },
];

static FILE: &[Key] = &[must("path", Kind::Form(&formats::PATH)), may("format", words!(FileFormat))];

static RSPAMD: &[Key] = &[
    may("maps", Kind::Form(&formats::PATH)),
    may("controller", Kind::Table(&CONTROLLER)),
    must("workers", Kind::List(&Kind::Form(&formats::URL))),
    may("domains", Kind::List(&Kind::Form(&formats::HOST))),
    may("replies", Kind::Boolean),
];

static CONTROLLER: Shape =
    Shape::new("controller", &[must("url", Kind::Form(&formats::URL)), must("password", Kind::Table(&SECRET))]);

pub(super) static CONNECTOR: Shape = Shape::by(
    "connector",
    Variants { by: "driver", of: DRIVERS },
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("kind", Kind::Name),
        must("driver", Kind::Word(|| DRIVERS.iter().map(|driver| driver.word).collect())),
    ],
);

pub(super) fn connector(record: Record<'_>) -> Option<Connector> {
    let driver = match record.str("driver")? {
        "file" => {
            let format = record.read("format", FileFormat::from_word).unwrap_or(FileFormat::Toml);
            Driver::File { path: record.read("path", inside)?, format }
        }
        "rspamd" => Driver::Rspamd(rspamd(record)?),
        _ => return None,
    };
    Some(Connector {
        id: ConnectorId::new(record.str("id")?),
        kind: ControlKind::new(record.str("kind")?),
        driver,
        place: record.id_place(),
    })
}

fn rspamd(record: Record<'_>) -> Option<Rspamd> {
    let maps = match record.record("controller") {
        Some(controller) => {
            Maps::Controller { url: controller.string("url")?, password: secret(controller.record("password")?)? }
        }
        None => Maps::Directory(record.read("maps", inside)?),
    };
    Some(Rspamd {
        maps,
        workers: record.strings("workers"),
        domains: record.strings("domains").into_iter().map(|domain| domain.to_ascii_lowercase()).collect(),
        replies: record.boolean("replies").unwrap_or(false),
    })
}
