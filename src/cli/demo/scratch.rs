//! The scratch workspace: the example of this repository, with its mail going to the sink.

use std::path::PathBuf;

use rust_embed::RustEmbed;

use crate::cli::context::Context;
use crate::cli::exit::{Exit, Failure};
use crate::text;

#[derive(RustEmbed)]
#[folder = "examples/ministry/"]
struct Example;

/// Writes the example to a new directory and names it.
pub(super) fn make(context: &Context, into: Option<PathBuf>, port: u16) -> Result<PathBuf, Failure> {
    let lang = context.lang;
    let directory = match into {
        Some(directory) => directory,
        None => fresh().map_err(|error| Failure::said(text::cli::failed(&error.to_string(), lang)))?,
    };
    let failed = |error: std::io::Error| {
        Failure::said(text::cli::cannot_write(&directory.display().to_string(), &error.to_string(), lang))
    };
    if directory.exists() && std::fs::read_dir(&directory).map_err(failed)?.next().is_some() {
        return Err(Failure::Said(Exit::Refused, text::cli::not_empty(&directory.display().to_string(), lang)));
    }
    for name in Example::iter() {
        let Some(file) = Example::get(&name) else { continue };
        let path = directory.join(name.as_ref());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let bytes = if name == "standto.toml" { routed(&file.data, port) } else { file.data.into_owned() };
        std::fs::write(&path, bytes).map_err(failed)?;
    }
    Ok(directory)
}

/// The example writes its mail to a directory; the demo sends it.
fn routed(settings: &[u8], port: u16) -> Vec<u8> {
    let route = format!("smtp = {{ host = \"127.0.0.1\", port = {port}, tls = \"none\", connections = 2 }}");
    String::from_utf8_lossy(settings).replace("directory = \"outbox\"", &route).into_bytes()
}

fn fresh() -> std::io::Result<PathBuf> {
    let name = crate::engine::fresh_token()?;
    let directory = std::env::temp_dir().join(format!("standto-demo-{}", name.get(..8).unwrap_or(&name)));
    std::fs::create_dir(&directory)?;
    Ok(directory)
}
