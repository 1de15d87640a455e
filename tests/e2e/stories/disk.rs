//! A disk that takes nothing more: somebody with a hearing tomorrow still sees when it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use docketbell_e2e::{PATIENCE, Stage};
use docketbell_testbed::until;

use crate::group::{County, opened, started};
use crate::{TOUR_CASE, play};

/// A small disk of its own, in memory; gone with the story.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where a story may not mount one.
    fn at(folder: &Path) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs"])
            .arg(folder)
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Self(folder.to_owned()))
    }

    fn is_filled(&self) {
        let mut filler = std::fs::File::create(self.0.join("filler")).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
    }

    fn has_room_again(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }

    /// `ro` or `rw`; as soon as the program that has just ended holds no file of it any more.
    async fn takes(&self, how: &str) {
        until(&format!("the disk to be {how}"), PATIENCE, async || {
            let mut mount = Command::new("mount");
            mount.args(["-o", &format!("remount,{how}")]).arg(&self.0);
            let done = mount.output().unwrap();
            done.status.success().then_some(())
        })
        .await;
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn on_a_disk_that_takes_nothing_all_that_is_stored_is_shown_and_a_check_says_why_it_is_not_kept() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let data = stage.desktop.data_home().join("docketbell/county-court");
        let Some(disk) = SmallDisk::at(&data) else {
            println!("not shown here: no disk can be mounted");
            return;
        };
        let (app, court) = opened(&stage, &county).await;
        let id = app.follow(TOUR_CASE).await;
        app.quits().await;

        for (kind, words) in [
            ("disk_full", "The disk is full"),
            ("read_only", "cannot be written"),
        ] {
            match kind {
                "disk_full" => disk.is_filled(),
                _ => disk.takes("ro").await,
            }
            let app = started(&stage, &county).await;
            app.window.wait_for("[data-testid=status]").await;
            app.window.go_to(&format!("#/case/{id}")).await;
            app.window.wait_for("[data-testid=docket-entry]").await;
            app.check_now().await;
            app.window
                .wait_for_words(&format!("[data-testid=problem][data-kind={kind}]"), words)
                .await;
            app.window.wait_for("[data-testid=docket-entry]").await;
            app.quits().await;
            match kind {
                "disk_full" => disk.has_room_again(),
                _ => disk.takes("rw").await,
            }
        }

        let app = started(&stage, &county).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.go_to(&format!("#/case/{id}")).await;
        court
            .file_entry(TOUR_CASE, "Order", "Motion to Compel denied.")
            .await;
        app.check_now().await;
        app.window
            .wait_for_words("[data-testid=docket]", "Motion to Compel denied.")
            .await;
        assert_eq!(app.window.count("[data-testid=problem]").await, 0);
        app.quits().await;
    });
}
