//! What `plan diff` compares: revisions of the database, the files, another workspace, a calendar file in place of one of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::DATABASE;
use crate::cli::context::Context;
use crate::cli::exit::{Exit, Failure};
use crate::engine::{EngineError, plan_around};
use crate::input::{self, source::LARGEST_FILE};
use crate::model::{Fault, FaultCode, FileSet, Past, Place, PostureState, Revision, RevisionId, Workspace};
use crate::plan::Compared;
use crate::posture;
use crate::store::{Open, Store};
use crate::text;
use crate::time::{Timestamp, tzdata_version};

/// One side of a comparison, checked clean.
pub(super) struct Side {
    /// In the reader's language.
    pub(super) name: String,
    pub(super) workspace: Workspace,
    /// Under which the revision was adopted; the program's own for what is not in the database.
    pub(super) tzdata: String,
    files: FileSet,
}

impl Side {
    pub(super) fn compared(&self) -> Compared<'_> {
        Compared { revision: &self.workspace.revision, tzdata: &self.tzdata }
    }
}

/// What somebody typed.
enum Typed {
    InForce,
    Files,
    Directory(PathBuf),
    Calendar(PathBuf),
    Revision(String),
}

impl Typed {
    fn of(typed: &str) -> Self {
        let path = PathBuf::from(typed);
        let is_calendar = path.extension().is_some_and(|extension| extension == "toml" || extension == "ics");
        match typed {
            "in-force" => Typed::InForce,
            "files" => Typed::Files,
            _ if path.is_dir() => Typed::Directory(path),
            _ if is_calendar => Typed::Calendar(path),
            _ => Typed::Revision(typed.to_owned()),
        }
    }
}

/// Where sides come from.
pub(super) struct Sides<'a> {
    context: &'a Context,
    store: Option<Store>,
}

impl<'a> Sides<'a> {
    pub(super) fn open(context: &'a Context) -> Result<Self, Failure> {
        let path = context.directory.join(DATABASE);
        let store = if path.exists() { Some(Store::open(&path, Open::READ)?) } else { None };
        Ok(Self { context, store })
    }

    /// Orders, approvals and what is held; without a database, as if `old` had been carried out.
    pub(super) async fn state(&self, old: &Workspace, now: Timestamp) -> Result<PostureState, Failure> {
        match &self.store {
            Some(store) => Ok(Arc::unwrap_or_clone(store.posture().await?)),
            None => Ok(posture::as_carried_out(&plan_around(old, Past::default(), now), now)),
        }
    }

    /// Both sides as they were typed. A calendar file stands in for the file of its name on the other side, so that nothing but
    /// that file differs; of two calendar files, each does on the files as they are.
    pub(super) async fn both(&self, old: &str, new: &str) -> Result<(Side, Side), Failure> {
        match (Typed::of(old), Typed::of(new)) {
            (Typed::Calendar(old), Typed::Calendar(new)) => {
                let base = self.files()?;
                let known = [name_of(&new), name_of(&old)].into_iter().find(|name| base.files.contains_key(name));
                let name = known.unwrap_or_else(|| name_of(&new));
                Ok((self.calendar(&old, &name, &base)?, self.calendar(&new, &name, &base)?))
            }
            (Typed::Calendar(old), new) => {
                let new = self.side(new).await?;
                Ok((self.calendar(&old, &name_of(&old), &new)?, new))
            }
            (old, Typed::Calendar(new)) => {
                let old = self.side(old).await?;
                let new = self.calendar(&new, &name_of(&new), &old)?;
                Ok((old, new))
            }
            (old, new) => Ok((self.side(old).await?, self.side(new).await?)),
        }
    }

    async fn side(&self, typed: Typed) -> Result<Side, Failure> {
        match typed {
            Typed::InForce => self.in_force().await,
            Typed::Files => self.files(),
            Typed::Directory(path) => {
                let name = text::diff::directory(&path.display().to_string(), self.context.lang);
                checked(name, input::read(&path).map_err(Failure::Faults)?)
            }
            Typed::Calendar(path) => self.calendar(&path, &name_of(&path), &self.files()?),
            Typed::Revision(typed) => self.revision(&typed).await,
        }
    }

    async fn in_force(&self) -> Result<Side, Failure> {
        let revision = match &self.store {
            Some(store) => store.revision().await?,
            None => None,
        };
        let lang = self.context.lang;
        let revision = revision.ok_or_else(|| Failure::said(text::diff::no_database(lang)))?;
        stored(text::diff::in_force(&revision.id, lang), revision)
    }

    fn files(&self) -> Result<Side, Failure> {
        let files = input::read(&self.context.directory).map_err(Failure::Faults)?;
        checked(text::diff::files(self.context.lang), files)
    }

    async fn revision(&self, typed: &str) -> Result<Side, Failure> {
        let lang = self.context.lang;
        let known = match &self.store {
            Some(store) => store.revision_ids().await?,
            None => Vec::new(),
        };
        let is_meant = |id: &&RevisionId| {
            let id = id.as_str();
            !typed.is_empty() && (id.starts_with(typed) || id.strip_prefix("r-").is_some_and(|id| id.starts_with(typed)))
        };
        let found: Vec<RevisionId> = known.iter().filter(is_meant).cloned().collect();
        let said = |words| Failure::Said(Exit::Faults, words);
        let (Some(store), [id]) = (&self.store, found.as_slice()) else {
            return Err(said(match found.as_slice() {
                [] => text::diff::unknown_side(typed, &known, lang),
                [..] => text::diff::ambiguous_side(typed, &found, lang),
            }));
        };
        let revision = store.revision_by(id).await?.ok_or_else(|| said(text::diff::unknown_side(typed, &known, lang)))?;
        stored(text::diff::revision(id, lang), revision)
    }

    /// `base` with the calendar `name` as it is in the file at `path`.
    fn calendar(&self, path: &Path, name: &str, base: &Side) -> Result<Side, Failure> {
        let shown = path.display().to_string();
        let fault = |code| Failure::Faults(vec![Fault { place: Place::file(&shown), code, suggestion: None }]);
        let unreadable = |error: std::io::Error| fault(FaultCode::Unreadable { why: error.to_string() });
        let size = std::fs::metadata(path).map_err(unreadable)?.len();
        if size > LARGEST_FILE {
            return Err(fault(FaultCode::TooLarge { bytes: size, limit: LARGEST_FILE }));
        }
        let mut files = base.files.clone();
        files.insert(name.to_owned(), std::fs::read(path).map_err(unreadable)?);
        checked(text::diff::with_calendar(&shown, name, self.context.lang), files)
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!("calendar/{name}")
}

fn checked(name: String, files: FileSet) -> Result<Side, Failure> {
    let checked = input::check(&files);
    let workspace = checked.workspace.ok_or(Failure::Faults(checked.faults))?;
    Ok(Side { name, workspace, tzdata: tzdata_version().to_owned(), files })
}

/// As it was adopted: the stored name is the one that ledger and journal use.
fn stored(name: String, revision: Revision) -> Result<Side, Failure> {
    let Revision { id, tzdata, files, .. } = revision;
    let Some(workspace) = input::check(&files).workspace else {
        return Err(Failure::Engine(EngineError::RevisionUnusable { revision: id }));
    };
    Ok(Side { name, workspace: Workspace { revision: id, ..workspace }, tzdata, files })
}
