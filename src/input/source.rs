//! Reads the files of a workspace: the only IO of this module.
//!
//! Reads no hidden file, follows no link out of the workspace, opens nothing but plain files, and never judges what they say.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use rust_embed::RustEmbed;

use super::faults::Faults;
use super::parse::{FileKind, SHIPPED};
use crate::model::{Fault, FaultCode, FileSet, Place};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 8 * 1024 * 1024;

const FOLDERS: [&str; 4] = ["calendar", "playbooks", "scenarios", "exercises"];
const FILES: [&str; 3] = ["standto.toml", "roster.toml", "imported/attack.csv"];

#[derive(RustEmbed)]
#[folder = "scenarios/"]
struct ShippedScenarios;

#[derive(RustEmbed)]
#[folder = "playbooks/"]
struct ShippedPlaybooks;

/// The scenarios and playbooks that the binary carries, under `shipped/`.
pub fn shipped() -> FileSet {
    let scenarios = ShippedScenarios::iter().filter_map(|name| Some(("scenarios", ShippedScenarios::get(&name)?, name)));
    let playbooks = ShippedPlaybooks::iter().filter_map(|name| Some(("playbooks", ShippedPlaybooks::get(&name)?, name)));
    let all =
        scenarios.chain(playbooks).map(|(folder, file, name)| (format!("{SHIPPED}{folder}/{name}"), file.data.into_owned()));
    all.filter(|(path, _)| FileKind::of(path).is_some()).collect()
}

/// The files of the workspace in `directory`, and the shipped ones.
pub fn read(directory: &Path) -> Result<FileSet, Vec<Fault>> {
    let mut faults = Faults::default();
    let mut files = shipped();
    let Ok(root) = fs::canonicalize(directory) else {
        faults.push(Place::file("standto.toml"), FaultCode::NotAWorkspace { directory: directory.display().to_string() });
        return Err(faults.sorted());
    };
    for path in paths(&root, &mut faults) {
        match read_one(&root, &path) {
            Ok(Some(bytes)) => {
                files.insert(path, bytes);
            }
            Ok(None) if path == "standto.toml" => {
                let directory = directory.display().to_string();
                faults.push(Place::file(path), FaultCode::NotAWorkspace { directory });
            }
            Ok(None) => {}
            Err(code) => faults.push(Place::file(path), code),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(faults.sorted()) }
}

/// Every path that standto reads, relative to the workspace; those of [`FILES`] whether they exist or not.
fn paths(root: &Path, faults: &mut Faults) -> Vec<String> {
    let mut paths: Vec<String> = FILES.iter().map(|path| (*path).to_owned()).collect();
    for folder in FOLDERS {
        let entries = match fs::read_dir(root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => {
                faults.push(Place::file(folder), unreadable(&error));
                continue;
            }
        };
        for entry in entries {
            let name = match entry.map(|entry| entry.file_name().into_string()) {
                Ok(Ok(name)) => name,
                Ok(Err(name)) => {
                    let why = "name-not-text".to_owned();
                    faults.push(Place::file(format!("{folder}/{}", name.display())), FaultCode::Unreadable { why });
                    continue;
                }
                Err(error) => {
                    faults.push(Place::file(folder), unreadable(&error));
                    continue;
                }
            };
            let path = format!("{folder}/{name}");
            if !name.starts_with('.') && FileKind::of(&path).is_some() {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}

/// The bytes of one file; None when there is none.
fn read_one(root: &Path, path: &str) -> Result<Option<Vec<u8>>, FaultCode> {
    let real = match fs::canonicalize(root.join(path)) {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(root.join(path)).is_err() => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    if !real.starts_with(root) {
        return Err(FaultCode::PathOutside { path: path.to_owned() });
    }
    // Looked at before it is opened: opening a pipe would wait for a writer.
    if !fs::metadata(&real).map_err(|error| unreadable(&error))?.is_file() {
        return Err(FaultCode::Unreadable { why: "not-a-file".to_owned() });
    }
    let file = File::open(&real).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        let size = fs::metadata(&real).map_or(bytes.len() as u64, |metadata| metadata.len());
        return Err(FaultCode::TooLarge { bytes: size, limit: LARGEST_FILE });
    }
    Ok(Some(bytes))
}

fn unreadable(error: &std::io::Error) -> FaultCode {
    let kind = error.kind();
    let why = if kind == ErrorKind::PermissionDenied {
        "permission-denied".to_owned()
    } else if kind == ErrorKind::NotFound {
        "dangling-link".to_owned()
    } else {
        error.to_string()
    };
    FaultCode::Unreadable { why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("calendar")).unwrap();
        fs::write(directory.path().join("standto.toml"), "zone = 'UTC'").unwrap();
        directory
    }

    fn codes(directory: &Path) -> Vec<(String, FaultCode)> {
        read(directory).unwrap_err().into_iter().map(|fault| (fault.place.file, fault.code)).collect()
    }

    #[test]
    fn only_files_that_standto_knows_are_read() {
        let directory = workspace();
        for name in [".hidden.toml", "2027.toml", "feed.ics", "notes.md"] {
            fs::write(directory.path().join("calendar").join(name), name).unwrap();
        }
        let files = read(directory.path()).unwrap();
        let own: Vec<&str> = files.keys().map(String::as_str).filter(|path| !path.starts_with(SHIPPED)).collect();
        assert_eq!(own, ["calendar/2027.toml", "calendar/feed.ics", "standto.toml"]);
    }

    #[test]
    fn a_directory_without_settings_is_no_workspace() {
        let directory = tempfile::tempdir().unwrap();
        for path in [directory.path(), &directory.path().join("gone")] {
            assert!(matches!(codes(path).as_slice(), [(_, FaultCode::NotAWorkspace { .. })]), "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_workspace_are_not_followed() {
        let directory = workspace();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(outside.path(), directory.path().join("calendar/out.toml")).unwrap();
        std::os::unix::fs::symlink("2027.toml", directory.path().join("calendar/dangling.toml")).unwrap();
        let codes = codes(directory.path());
        assert_eq!(codes[0].1, FaultCode::Unreadable { why: "dangling-link".to_owned() });
        assert_eq!(codes[1].1, FaultCode::PathOutside { path: "calendar/out.toml".to_owned() });
    }

    #[test]
    fn directories_and_giants_are_faults_and_not_read() {
        let directory = workspace();
        fs::create_dir(directory.path().join("calendar/a.toml")).unwrap();
        File::create(directory.path().join("calendar/b.toml")).unwrap().set_len(LARGEST_FILE + 1).unwrap();
        let codes = codes(directory.path());
        assert_eq!(codes[0].1, FaultCode::Unreadable { why: "not-a-file".to_owned() });
        assert_eq!(codes[1].1, FaultCode::TooLarge { bytes: LARGEST_FILE + 1, limit: LARGEST_FILE });
    }
}
