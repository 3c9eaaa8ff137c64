//! A watch lived through twice gives the same journal, byte for byte, and leaves every target as it was.

#[path = "../benches/shared/vigil.rs"]
mod vigil;

use vigil::{Size, Watched};

async fn lived(size: Size) -> Watched {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    vigil::write(directory.path(), size).expect("a workspace can be written");
    vigil::watch(directory.path(), size).await.expect("nothing stops it")
}

#[tokio::test]
async fn two_watches_of_the_same_files_have_the_same_journal() {
    let size = Size { days: 6, events: 12, playbooks: 30 };
    let (first, second) = (lived(size).await, lived(size).await);
    assert_eq!((first.windows, first.left), (36, 0));
    assert!(first.entries > 100 && first.commits > 50, "{} entries in {} commits", first.entries, first.commits);
    assert_eq!((&first.head, first.entries), (&second.head, second.entries));
    let other = lived(Size { events: 11, ..size }).await;
    assert_ne!(first.head, other.head, "the journal tells what happened");
}
