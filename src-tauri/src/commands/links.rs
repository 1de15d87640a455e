//! Ways out of the window, opened by the desktop. Rust decides where to: the window names a case, never an address.

use docketbell_core::app::account_views::PartView;
use docketbell_core::app::views::{Problem, StartView};
use url::Url;

use crate::commands::{Answer, Here};
use crate::opening::open_outside;

/// Opens a case on the portal's own site, in the person's browser.
#[tauri::command]
pub async fn open_case_on_portal(here: Here<'_>, id: i64) -> Answer<()> {
    let desk = here.desk().await?;
    let case = desk.case_view(id).await?.case;
    if case.case_number.is_empty() {
        return Err(Problem::new(
            "not_public",
            "The court no longer shows this case.",
            "Call the clerk if you have a question about it.",
        ));
    }
    let profile = desk.profile();
    let place = case_page(&profile.urls.casenet, &case.case_number, &case.court_id);
    match place.filter(|url| profile.allows_host(url)) {
        Some(url) => open_outside(url.as_str()).await,
        None => Err(Problem::new(
            "foreign_host",
            "The portal's profile does not allow that address.",
            "Look at the portal profile in the data folder.",
        )),
    }
}

/// Fetches a document that the docket offers, and opens the copy. Which kinds, and from where, the core decides.
#[tauri::command]
pub async fn open_document(
    here: Here<'_>,
    id: i64,
    entry_id: i64,
    document_id: String,
) -> Answer<()> {
    let desk = here.desk().await?;
    let copy = desk.copy_to_view(id, entry_id, &document_id).await?;
    open_outside(&copy.display().to_string()).await
}

/// Opens a part of the portal in the person's browser: where a journey can be gone on with by hand.
#[tauri::command]
pub async fn open_portal(here: Here<'_>, part: PartView) -> Answer<()> {
    let desk = here.desk().await?;
    let urls = &desk.profile().urls;
    let place = match part {
        PartView::Casenet => Some(&urls.casenet),
        PartView::Ecf => urls.ecf.as_ref(),
        PartView::Group => urls.registration.as_ref(),
    };
    match place.filter(|url| desk.profile().allows_host(url)) {
        Some(url) => open_outside(url.as_str()).await,
        None => Err(Problem::new(
            "no_address",
            "The portal's profile names no address for that.",
            "Open the court's site in your browser by hand.",
        )),
    }
}

/// Opens the folder that holds the data.
#[tauri::command]
pub async fn open_data_folder(here: Here<'_>) -> Answer<()> {
    let folder = match (here.desk().await, here.session().await.start_state().await) {
        (Ok(desk), _) => desk.place().folder.display().to_string(),
        // It must be found above all when the store cannot be opened.
        (
            Err(_),
            StartView::CannotOpen { data_folder, .. } | StartView::FirstRun { data_folder, .. },
        ) => data_folder,
        (Err(problem), _) => return Err(problem),
    };
    open_outside(&folder).await
}

/// Opens the practice portal's control page.
#[tauri::command]
pub async fn open_practice_control(here: Here<'_>) -> Answer<()> {
    open_outside(&here.practice().control_url().await?).await
}

/// Lets a day at court happen in the practice portal.
#[tauri::command]
pub async fn start_day_at_court(here: Here<'_>) -> Answer<()> {
    here.practice().start_day().await
}

/// The page of a case, by number and court (wire-format.md §2, links in rows).
fn case_page(casenet: &Url, case_number: &str, court_id: &str) -> Option<Url> {
    let mut root = casenet.clone();
    if !root.path().ends_with('/') {
        root.set_path(&format!("{}/", root.path()));
    }
    let mut page = root.join("cases/newHeader.do").ok()?;
    page.query_pairs_mut()
        .append_pair("inputVO.caseNumber", case_number)
        .append_pair("inputVO.courtId", court_id);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_page_is_below_the_profiles_own_root_whatever_the_number_holds() {
        let root = Url::parse("https://www.courts.mo.gov/cnet").unwrap();
        let page = case_page(&root, "26BA-CV1&x=//evil.example", "CT13").unwrap();
        assert_eq!(
            page.as_str(),
            "https://www.courts.mo.gov/cnet/cases/newHeader.do?inputVO.caseNumber=26BA-CV1%26x%3D%2F%2Fevil.example&inputVO.courtId=CT13"
        );
    }
}
