//! The main job: a case is followed, the court changes its docket, the person is told, a click shows what changed.

use docketbell_e2e::{Court, Stage};

use crate::{TOUR_CASE, play, start};

#[test]
fn a_change_at_the_court_is_told_and_a_click_opens_it_at_its_entry() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        let case = app.follow(TOUR_CASE).await;
        let court = Court::of(&stage.data_folder()).await;
        court
            .file_entry(
                TOUR_CASE,
                "Motion to Compel",
                "Plaintiff's Motion to Compel.",
            )
            .await;
        app.window.go_to("#/today").await;
        app.check_now().await;
        let told = stage.notifications.as_ref().unwrap();
        let shown = told
            .wait_for("the notification", |one| one.title.contains("New entry"))
            .await;
        assert_eq!(
            shown.title, "New entry in a case you follow",
            "level C names no case"
        );
        told.press(shown.id, "default").await;
        app.window
            .wait_for_words("[data-testid=docket-entry]", "Motion to Compel")
            .await;
        let _ = case;
        app.end().await;
    });
}
