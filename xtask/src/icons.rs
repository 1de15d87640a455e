//! `cargo xtask icons`: draws the PNGs from the SVG sources.

use crate::place::Place;
use anyhow::Result;
use std::process::ExitCode;

/// Each picture: source, width and height in pixels, name. All lie in `icons/`.
#[cfg(feature = "icons")]
const PICTURES: [(&str, u32, &str); 8] = [
    ("docketbell.svg", 32, "32x32.png"),
    ("docketbell.svg", 128, "128x128.png"),
    ("docketbell.svg", 256, "256x256.png"),
    ("docketbell.svg", 512, "512x512.png"),
    ("docketbell.svg", 512, "icon.png"),
    ("tray.svg", 32, "tray.png"),
    ("tray-unread.svg", 32, "tray-unread.png"),
    ("tray-paused.svg", 32, "tray-paused.png"),
];

/// Draws them, or has this program built anew with what drawing needs.
#[cfg(not(feature = "icons"))]
pub fn icons(_arguments: &[String]) -> Result<ExitCode> {
    use crate::place::cargo;
    use anyhow::Context;
    let place = Place::find()?;
    let status = std::process::Command::new(cargo())
        .args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--features",
            "icons",
            "--",
            "icons",
        ])
        .current_dir(&place.root)
        .status()
        .context("building the icon drawer")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Draws them.
#[cfg(feature = "icons")]
pub fn icons(_arguments: &[String]) -> Result<ExitCode> {
    use anyhow::Context;
    use resvg::{tiny_skia, usvg};
    let folder = Place::find()?.root.join("icons");
    for (source, size, name) in PICTURES {
        let svg = std::fs::read(folder.join(source))
            .with_context(|| format!("reading icons/{source}"))?;
        let tree = usvg::Tree::from_data(&svg, &usvg::Options::default())
            .with_context(|| format!("reading icons/{source}"))?;
        let mut picture = tiny_skia::Pixmap::new(size, size)
            .with_context(|| format!("{size} pixels are no picture"))?;
        let pixels = f32::from(u16::try_from(size)?);
        let scale = tiny_skia::Transform::from_scale(
            pixels / tree.size().width(),
            pixels / tree.size().height(),
        );
        resvg::render(&tree, scale, &mut picture.as_mut());
        picture
            .save_png(folder.join(name))
            .with_context(|| format!("writing icons/{name}"))?;
        println!("icons/{name}");
    }
    Ok(ExitCode::SUCCESS)
}
