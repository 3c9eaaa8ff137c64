//! What `posture install` writes for an rspamd: the rules, how they are loaded, the action they end in, and empty maps. Once, and
//! again whenever it is called, with the same result. Other people's files get one fenced block.

use std::fs;
use std::path::{Path, PathBuf};

use super::canary::{OLD, YOUNG};
use super::window_map;
use crate::controls::ControlFault;
use crate::controls::file;
use crate::model::{Maps, Rspamd, Trouble, TroubleKind};

const RULES: &str = include_str!("../../../templates/rspamd/local_policy.lua");

const FENCE: &str = "standto";

/// Far in the future: a domain that is always young.
const NEVER_OLD: &str = "32503680000";

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Installed {
    New,
    Changed,
    /// It already was as it should be.
    Same,
}

/// Where an rspamd's configuration and its maps lie on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// `LOCAL_CONFDIR`: `/etc/rspamd` on most.
    pub config: PathBuf,
    pub workspace: PathBuf,
}

enum Content {
    /// The file is ours.
    Whole(String),
    /// The file is ours, but what it holds is written while standto runs.
    Once(String),
    /// A fenced block, in comments that begin with `mark`.
    Block { mark: &'static str, text: String },
}

/// Writes what is missing, or with `is_preview` only says what it would write. `memory_days` is for how long the filter must
/// remember what was written from here.
///
/// # Errors
/// A file cannot be read or written, is a link, or is not text. Files written before stay.
pub async fn install(
    settings: &Rspamd,
    layout: &Layout,
    memory_days: Option<i64>,
    is_preview: bool,
) -> Result<Vec<(PathBuf, Installed)>, ControlFault> {
    let files = files(settings, layout, memory_days);
    crate::controls::off_thread(move || {
        files.into_iter().map(|(path, content)| place(&path, &content, is_preview).map(|done| (path, done))).collect()
    })
    .await
}

fn files(settings: &Rspamd, layout: &Layout, memory_days: Option<i64>) -> Vec<(PathBuf, Content)> {
    let config = &layout.config;
    let (maps, in_lua) = match &settings.maps {
        Maps::Directory(directory) => {
            // The scanner runs elsewhere: only a whole path names the same place for both.
            let maps = layout.workspace.join(directory);
            let maps = std::path::absolute(&maps).unwrap_or(maps);
            let quoted = maps.display().to_string().replace('\\', "\\\\").replace('\'', "\\'");
            (maps, format!("'{quoted}'"))
        }
        Maps::Controller { .. } => (config.join("maps.d"), "rspamd_paths['LOCAL_CONFDIR'] .. '/maps.d'".to_owned()),
    };
    let domains = settings.domains.join("\n");
    let ages = format!("{YOUNG} {NEVER_OLD}\n{OLD} 0\n");
    let load = "dofile(rspamd_paths['LOCAL_CONFDIR'] .. '/local.d/local_policy.lua')".to_owned();
    let mut files = vec![
        (maps.join(window_map::NAME), Content::Once(window_map::CLOSED.to_owned())),
        (maps.join("local_policy_ages.map"), Content::Once(ages)),
        (maps.join("local_policy_domains.map"), Content::Whole(format!("# standto\n{domains}\n"))),
        (config.join("local.d/local_policy.lua"), Content::Whole(RULES.replace("@MAPS@", &in_lua))),
        (
            config.join("local.d/actions.conf"),
            Content::Block { mark: "#", text: "quarantine { flags = [\"no_threshold\"]; }".to_owned() },
        ),
        (config.join("rspamd.local.lua"), Content::Block { mark: "--", text: load }),
    ];
    if settings.replies {
        let seconds = memory_days.unwrap_or(14).max(14) * 86_400;
        files.push((config.join("local.d/replies.conf"), Content::Block { mark: "#", text: format!("expire = {seconds};") }));
    }
    files
}

fn place(path: &Path, content: &Content, is_preview: bool) -> Result<Installed, ControlFault> {
    let seen = file::observe(path)?;
    let wanted = match (content, &seen.bytes) {
        (Content::Once(_), Some(_)) => return Ok(Installed::Same),
        (Content::Whole(text) | Content::Once(text), _) => text.clone(),
        (Content::Block { mark, text }, before) => {
            let before = std::str::from_utf8(before.as_deref().unwrap_or_default());
            let before =
                before.map_err(|error| Trouble::new(TroubleKind::NotParsable, format!("{}: {error}", path.display())))?;
            with_block(before, mark, text)
        }
    };
    if seen.bytes.as_deref() == Some(wanted.as_bytes()) {
        return Ok(Installed::Same);
    }
    if !is_preview {
        if let Some(directory) = path.parent() {
            let unwritable = |error| Trouble::new(TroubleKind::NotWritable, format!("{}: {error}", directory.display()));
            fs::create_dir_all(directory).map_err(unwritable)?;
        }
        file::replace(path, Some(wanted.as_bytes()), &seen.hash)?;
    }
    Ok(if seen.bytes.is_some() { Installed::Changed } else { Installed::New })
}

/// The text with our block: in place of an earlier one, or at its end.
fn with_block(before: &str, mark: &str, text: &str) -> String {
    let (begin, end) = (format!("{mark} begin {FENCE}"), format!("{mark} end {FENCE}"));
    let block = format!("{begin}\n{text}\n{end}\n");
    let fenced = before.split_once(&begin).and_then(|(head, rest)| Some((head, rest.split_once(&end)?.1)));
    match fenced {
        Some((head, tail)) => format!("{head}{block}{}", tail.strip_prefix('\n').unwrap_or(tail)),
        None if before.is_empty() || before.ends_with('\n') => format!("{before}{block}"),
        None => format!("{before}\n{block}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_the_place_of_an_earlier_one_and_leaves_the_rest() {
        let once = with_block("reject = 20;", "#", "a = 1;");
        assert!(once.starts_with("reject = 20;\n# begin standto"), "{once}");
        assert_eq!(with_block(&once, "#", "a = 1;"), once);
        let twice = with_block(&format!("{once}after = 1;\n"), "#", "b = 2;");
        assert!(twice.contains("b = 2;") && !twice.contains("a = 1;") && twice.ends_with("after = 1;\n"), "{twice}");
    }

    #[tokio::test]
    async fn installing_twice_is_installing_once_and_a_preview_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let settings = Rspamd {
            maps: Maps::Directory("maps".into()),
            workers: Vec::new(),
            domains: vec!["ministry.example".to_owned()],
            replies: true,
        };
        let layout = Layout { config: dir.path().join("rspamd"), workspace: dir.path().to_owned() };
        let preview = install(&settings, &layout, Some(30), true).await.unwrap();
        assert!(preview.iter().all(|(path, done)| *done == Installed::New && !path.exists()), "{preview:?}");
        let first = install(&settings, &layout, Some(30), false).await.unwrap();
        assert_eq!(first, preview);
        let second = install(&settings, &layout, Some(30), false).await.unwrap();
        assert!(second.iter().all(|(_, done)| *done == Installed::Same), "{second:?}");
        let rules = fs::read_to_string(dir.path().join("rspamd/local.d/local_policy.lua")).unwrap();
        assert!(rules.contains(&format!("local maps_dir = '{}/maps'", dir.path().display())), "{}", &rules[..1200]);
        assert!(fs::read_to_string(dir.path().join("rspamd/local.d/replies.conf")).unwrap().contains("expire = 2592000;"));
    }
}
