//! `backup` and `restore`.

use std::path::Path;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::app::DATABASE;
use crate::store::{self, WorkspaceLock};
use crate::text;

pub(super) async fn backup(context: &Context, file: &Path) -> Result<Exit, Failure> {
    let app = context.reading().await?;
    let verified = app.world.store.backup(file).await?;
    output::print(&text::cli::backed_up(&file.display().to_string(), verified.entries, context.lang));
    Ok(Exit::Fine)
}

pub(super) fn restore(context: &Context, file: &Path) -> Result<Exit, Failure> {
    let _lock = WorkspaceLock::take(&context.directory)?;
    let verified = store::restore(file, &context.directory.join(DATABASE))?;
    output::print(&text::cli::restored(&file.display().to_string(), verified.entries, context.lang));
    Ok(Exit::Fine)
}
