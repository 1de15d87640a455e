//! What the window may ask for, one line each: the use cases are in `docketbell_core::app`.
//!
//! The list below is the only one: `build.rs` reads it for the permissions, `tests/ipc_contract.rs` holds `ipc.ts`, the
//! capability file and the commands to it.

pub mod accounts;
pub mod cases;
pub mod check;
pub mod follow;
pub mod group;
pub mod links;
pub mod papers;
pub mod search;
pub mod settings;
pub mod start;
pub mod today;

use docketbell_core::app::views::Problem;
use tauri::State;

use crate::house::House;

/// What every command answers.
pub type Answer<T> = Result<T, Problem>;

/// The house, as a command is given it.
pub type Here<'a> = State<'a, House>;

/// Every command, for the builder.
pub fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        start::start_state,
        start::finish_first_run,
        start::unlock,
        start::retry_open,
        start::quit,
        start::take_open_place,
        today::today,
        today::review_changes,
        today::undo_review,
        today::acknowledge_change,
        cases::list_cases,
        cases::case_view,
        cases::docket_page,
        cases::entry_offset,
        cases::entry_versions,
        cases::parties,
        cases::hearings,
        cases::charges,
        cases::documents,
        cases::case_changes,
        cases::save_case_words,
        cases::unfollow_case,
        cases::refollow_case,
        cases::forget_case,
        cases::closed_copies,
        cases::erase_closed_copies,
        follow::list_text,
        follow::preview_lines,
        follow::follow_case,
        follow::follow_lines,
        follow::cancel_follow,
        check::check_now,
        check::cancel_check,
        check::read_notice,
        check::resume_access,
        check::access_log,
        search::search,
        accounts::accounts,
        accounts::start_journey,
        accounts::journey,
        accounts::answer_page,
        accounts::keep_answers,
        accounts::another_picture,
        accounts::leave_journey,
        accounts::forget_journey,
        accounts::sign_out,
        accounts::forget_account,
        accounts::inspect_link,
        accounts::generate_password,
        group::group,
        group::save_user_note,
        group::plan_actions,
        group::queue_actions,
        group::outbox,
        group::confirm_actions,
        group::withdraw_action,
        group::resolve_conflict,
        group::decide_new_user,
        group::save_pin_reminder,
        group::refresh_group,
        group::deliver_outbox,
        group::stop_delivery,
        group::settle_uncertain,
        group::change_pin,
        group::show_pin,
        group::copy_pin,
        group::print_pin,
        group::forget_pin,
        group::invitation,
        group::save_association_link,
        group::message_to_disabled,
        group::start_offboarding,
        group::offboarding_step,
        group::offboardings,
        group::open_access_review,
        group::decide_access,
        group::sign_access_review,
        group::audit_log,
        papers::print_paper,
        papers::save_audit_csv,
        papers::open_mail,
        settings::status,
        settings::about,
        settings::doctor,
        settings::settings,
        settings::save_settings,
        settings::send_test_notification,
        settings::test_notification,
        settings::answer_test,
        links::open_case_on_portal,
        links::open_document,
        links::open_data_folder,
        links::open_practice_control,
        links::start_day_at_court,
        links::open_portal
    ]
}
