//! The PIN on a sheet of its own, through the desktop's print dialog. It is drawn here, from the secret store onto the
//! paper: the window's page never sees it, and no file of ours holds it. What the person prints into is theirs.

use docketbell_core::app::group_views::PinSheet;
use docketbell_core::app::views::Problem;
use tauri::AppHandle;

/// How a print dialog ended.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Printed,
    Cancelled,
    /// A preview lies in a file that another program opens; so there is none.
    Preview,
    /// A dialog is open already.
    Busy,
    Failed,
}

/// Asks by the desktop's print dialog where the sheet is to go, and draws it there. `false` when the person let it be.
///
/// # Errors
/// When the desktop gives no dialog, or printing failed.
pub async fn print_pin_sheet(app: &AppHandle, sheet: PinSheet) -> Result<bool, Problem> {
    match ended(app, sheet).await {
        Ended::Printed => Ok(true),
        Ended::Cancelled => Ok(false),
        Ended::Preview => Err(Problem::new(
            "no_preview",
            "A sheet with the PIN has no preview: the PIN would lie in a file that another program opens. Nothing was printed.",
            "Print it, and choose Print in the dialog.",
        )),
        Ended::Busy => Err(Problem::new(
            "busy",
            "The print dialog is open already.",
            "Finish it, or cancel it there.",
        )),
        Ended::Failed => Err(Problem::new(
            "not_printed",
            "Your desktop did not print it.",
            "Look at the printer, or copy the PIN, or show it and write it down.",
        )),
    }
}

#[cfg(target_os = "linux")]
async fn ended(app: &AppHandle, sheet: PinSheet) -> Ended {
    use tauri::Manager as _;

    let (tell, told) = tokio::sync::oneshot::channel();
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        let window = handle
            .get_webview_window(crate::windows::MAIN)
            .and_then(|window| window.gtk_window().ok());
        dialog::open(window.as_ref(), sheet, tell);
    });
    match (asked, told.await) {
        (Ok(()), Ok(ended)) => ended,
        _ => Ended::Failed,
    }
}

/// Other desktops: not yet.
#[cfg(not(target_os = "linux"))]
async fn ended(_app: &AppHandle, _sheet: PinSheet) -> Ended {
    Ended::Failed
}

#[cfg(target_os = "linux")]
mod dialog {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use docketbell_core::app::group_views::PinSheet;
    use gtk::cairo;
    use gtk::pango::{self, FontDescription, Weight, WrapMode};
    use gtk::prelude::*;
    use gtk::{PrintContext, PrintOperation, PrintOperationAction, PrintOperationResult};
    use secrecy::ExposeSecret;
    use tokio::sync::oneshot::Sender;

    use super::Ended;

    /// One dialog at a time.
    static OPEN: AtomicBool = AtomicBool::new(false);
    /// Points from the edge, and between two lines.
    const MARGIN: f64 = 54.0;
    const GAP: f64 = 18.0;

    /// Opens the dialog and returns; `tell` hears how it ended.
    pub(super) fn open(
        window: Option<&gtk::ApplicationWindow>,
        sheet: PinSheet,
        tell: Sender<Ended>,
    ) {
        if OPEN.swap(true, Ordering::AcqRel) {
            let _ = tell.send(Ended::Busy);
            return;
        }
        let tell = Rc::new(RefCell::new(Some(tell)));
        let previewed = Rc::new(Cell::new(false));
        let operation = PrintOperation::new();
        operation.set_n_pages(1);
        operation.set_allow_async(true);
        operation.set_unit(gtk::Unit::Points);
        // What a printer's queue shows to everybody: not whose, and not which.
        operation.set_job_name("Docketbell");
        // Taken away when the dialog has ended, so that the secret goes with it.
        let sheet = Rc::new(RefCell::new(Some(sheet)));
        let drawn = Rc::clone(&sheet);
        operation.connect_draw_page(move |_, context, _| {
            if let Some(sheet) = drawn.borrow().as_ref() {
                draw(context, sheet);
            }
        });
        let asked = Rc::clone(&previewed);
        operation.connect_preview(move |_, preview, context, _| {
            asked.set(true);
            // GTK wants somewhere to draw, also where nothing is drawn.
            if let Ok(paper) = cairo::ImageSurface::create(cairo::Format::ARgb32, 1, 1)
                .and_then(|surface| cairo::Context::new(&surface))
            {
                context.set_cairo_context(&paper, 72.0, 72.0);
            }
            preview.connect_ready(|preview, _| preview.end_preview());
            true
        });
        let end = {
            let tell = Rc::clone(&tell);
            move |ended: Ended| {
                sheet.borrow_mut().take();
                if let Some(tell) = tell.borrow_mut().take() {
                    OPEN.store(false, Ordering::Release);
                    let _ = tell.send(ended);
                }
            }
        };
        let done = end.clone();
        operation.connect_done(move |_, result| {
            done(match result {
                _ if previewed.get() => Ended::Preview,
                PrintOperationResult::Apply => Ended::Printed,
                PrintOperationResult::Cancel => Ended::Cancelled,
                _ => Ended::Failed,
            });
        });
        if let Err(error) = operation.run(PrintOperationAction::PrintDialog, window) {
            tracing::warn!(%error, "no print dialog");
            end(Ended::Failed);
        }
    }

    fn draw(context: &PrintContext, sheet: &PinSheet) {
        let Some(paper) = context.cairo_context() else {
            return;
        };
        let width = context.width() - 2.0 * MARGIN;
        let mut top = MARGIN;
        for line in sheet.lines() {
            let Some(layout) = context.create_pango_layout() else {
                return;
            };
            let mut font = FontDescription::from_string(if line.is_pin {
                "monospace 30"
            } else {
                "sans-serif 13"
            });
            if line.is_heading {
                font.set_weight(Weight::Bold);
            }
            layout.set_font_description(Some(&font));
            layout.set_width(points(width));
            layout.set_wrap(WrapMode::WordChar);
            layout.set_text(line.words.expose_secret());
            paper.move_to(MARGIN, top);
            pangocairo::functions::show_layout(&paper, &layout);
            let (_, height) = layout.size();
            top += f64::from(height) / f64::from(pango::SCALE) + GAP;
        }
    }

    /// Pango counts in parts of a point.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a sheet of paper is a few hundred points wide"
    )]
    fn points(width: f64) -> i32 {
        (width.max(0.0) * f64::from(pango::SCALE)) as i32
    }
}
