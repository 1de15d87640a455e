//! `docketctl`: Docketbell from a terminal. Reads the arguments, asks the same use cases as the window, prints what
//! they say, and ends with an exit code that scripts can rely on (`docs/docketctl.md`).
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod answers;
mod args;
mod ask;
mod commands;
mod failure;
mod interrupt;
mod notify;
mod open;
mod output;
mod posted;
mod progress;
mod shapes;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::{Failure, Outcome};
use interrupt::Interrupt;
use output::Output;

fn main() -> ExitCode {
    docketbell_desktop::heap::keep_few();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return wrong_usage(&error),
    };
    let out = Output::new(cli.everywhere.json || later_wants_json(&cli.command));
    log_to_stderr();
    let ended = runtime(&cli.command)
        .map_err(|e| Failure::new("internal", format!("The program could not start: {e}."), ""))
        .and_then(|runtime| runtime.block_on(run(cli, &out)));
    match ended {
        Ok(()) => docketbell_desktop::leave(0),
        Err(failure) => {
            out.failure(&failure);
            docketbell_desktop::leave(failure.exit_code())
        }
    }
}

/// One thread for what asks the portal about many cases: handing thousands of answers from thread to thread costs more
/// than all that is done with them.
fn runtime(command: &Command) -> std::io::Result<tokio::runtime::Runtime> {
    match command {
        Command::Check { .. } => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    }
    .enable_all()
    .build()
}

async fn run(cli: Cli, out: &Output) -> Outcome {
    let interrupt = Interrupt::listen();
    let everywhere = &cli.everywhere;
    match cli.command {
        Command::Practice {
            port,
            cases,
            profile_out,
            day,
        } => {
            let asked = commands::practice::Asked {
                port,
                cases,
                profile_out,
                day,
            };
            commands::practice::run(everywhere, out, &interrupt, asked).await
        }
        Command::Follow {
            from: Some(from), ..
        } => commands::follow::list(everywhere, out, &interrupt, &from).await,
        Command::Follow {
            case_number,
            court,
            label,
            matter,
            note,
            from: None,
        } => {
            let case_number = case_number.unwrap_or_default();
            let asked = commands::follow::Asked {
                case_number,
                court,
                label,
                matter,
                note,
            };
            commands::follow::one(everywhere, out, asked).await
        }
        Command::Unfollow(case) => commands::follow::unfollow(everywhere, out, &case).await,
        Command::Cases => commands::show::cases(everywhere, out).await,
        Command::Docket { case, versions } => {
            commands::show::docket(everywhere, out, &case, versions).await
        }
        Command::Parties(case) => commands::show::parties(everywhere, out, &case).await,
        Command::Charges(case) => commands::show::charges(everywhere, out, &case).await,
        Command::Hearings { case_number, court } => {
            commands::show::hearings(everywhere, out, case_number.as_deref(), court.as_deref())
                .await
        }
        Command::Check { cases, court } => {
            commands::check::run(everywhere, out, &interrupt, &cases, court.as_deref()).await
        }
        Command::Watch => commands::watch::run(everywhere, out, &interrupt).await,
        Command::Search { words, since, case } => {
            commands::show::search(everywhere, out, &words, since, case.as_deref()).await
        }
        Command::Access { what } => {
            let what = what.unwrap_or(args::AccessWhat::Status);
            commands::access::run(everywhere, out, what).await
        }
        Command::Forget(case) => commands::follow::forget(everywhere, out, &case).await,
        Command::Backup { path } => commands::backup::write(everywhere, out, &path).await,
        Command::Restore { path } => commands::backup::read(everywhere, out, &path).await,
        Command::Erase { closed: true, yes } => commands::erase::closed(everywhere, out, yes).await,
        Command::Erase { closed: false, yes } => commands::erase::run(everywhere, out, yes).await,
        Command::Document {
            case,
            sequence,
            out: folder,
        } => commands::document::run(everywhere, out, &case, sequence, folder.as_deref()).await,
        Command::Doctor => commands::doctor::run(everywhere, out).await,
        Command::Changes { since, unreviewed } => {
            commands::show::changes(everywhere, out, since, unreviewed).await
        }
        Command::Export { format, path } => {
            commands::export::run(everywhere, out, &interrupt, format, &path).await
        }
        Command::Register {
            who,
            answers,
            remember,
            anew,
            resend,
        } => {
            let asked = commands::accounts::Registration {
                who,
                answers,
                remember,
                anew,
                resend,
            };
            commands::accounts::register(everywhere, out, &interrupt, asked).await
        }
        Command::Associate {
            link,
            info,
            remember,
            anew,
        } => {
            let asked = commands::accounts::Association {
                link,
                info,
                remember,
                anew,
            };
            commands::accounts::associate(everywhere, out, &interrupt, asked).await
        }
        Command::Dissociate => commands::accounts::dissociate(everywhere, out, &interrupt).await,
        Command::Preferences { set } => {
            commands::accounts::preferences(everywhere, out, &interrupt, set).await
        }
        Command::ChangePassword { to, remember } => {
            commands::accounts::change_password(everywhere, out, &interrupt, to, remember).await
        }
        Command::SignIn { to, remember } => {
            commands::accounts::sign_in(everywhere, out, &interrupt, to, remember).await
        }
        Command::SignOut => commands::accounts::sign_out(everywhere, out).await,
        Command::Recover { what, link } => {
            commands::accounts::recover(everywhere, out, &interrupt, what, link).await
        }
        Command::Reconcile => commands::accounts::reconcile(everywhere, out, &interrupt).await,
        Command::Group { what } => commands::group::run(everywhere, out, &interrupt, what).await,
        Command::Outbox => commands::group::outbox(everywhere, out).await,
        Command::Deliver => commands::group::deliver(everywhere, out, &interrupt).await,
        Command::Withdraw { id } => commands::group::withdraw(everywhere, out, id).await,
        other => commands::later::not_yet(name_of(&other)),
    }
}

fn name_of(command: &Command) -> &'static str {
    match command {
        Command::Find(_) => "find",
        Command::Track(_) => "track",
        Command::StopTracking(_) => "stop-tracking",
        Command::Tracked(_) => "tracked",
        _ => "this command",
    }
}

/// The arguments of a command that this version does not have are not read, but `--json` among them still counts.
fn later_wants_json(command: &Command) -> bool {
    match command {
        Command::Find(later)
        | Command::Track(later)
        | Command::StopTracking(later)
        | Command::Tracked(later) => later.rest.iter().any(|a| a == "--json"),
        _ => false,
    }
}

fn wrong_usage(error: &clap::Error) -> ExitCode {
    let asked_for_help = !error.use_stderr();
    if asked_for_help || !std::env::args_os().any(|a| a == "--json") {
        // A closed standard output changes nothing about what was asked.
        let _ = error.print();
        return if asked_for_help {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        };
    }
    let rendered = error.render().to_string();
    let (message, hint) = rendered.split_once("\n\n").unwrap_or((&rendered, ""));
    let failure = Failure::new(
        "usage",
        message.trim_start_matches("error: ").trim(),
        hint.split_whitespace().collect::<Vec<_>>().join(" "),
    );
    Output::new(true).failure(&failure);
    ExitCode::from(2)
}

/// Logs of our own rooms only: libraries may log addresses with their query values. `DOCKETBELL_LOG` is a level.
fn log_to_stderr() {
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::prelude::*;
    let level = std::env::var("DOCKETBELL_LOG")
        .ok()
        .and_then(|text| text.parse::<LevelFilter>().ok())
        .unwrap_or(LevelFilter::ERROR);
    let ours = Targets::new()
        .with_target("docketctl", level)
        .with_target("docketbell_core", level)
        .with_target("docketbell_desktop", level)
        .with_target("docketbell_practice", level);
    tracing_subscriber::registry()
        .with(
            tracing_subscriber::fmt::layer()
                .with_writer(std::io::stderr)
                .with_filter(ours),
        )
        .init();
}
