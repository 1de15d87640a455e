//! Markup that must make no difference: the same words in other HTML. Twelve variants have names; `shuffle` draws each
//! page in another mixture.

use serde::{Deserialize, Serialize};

use crate::world::Dice;

/// How a field is tied to its label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Labels {
    /// `<label for>`.
    #[default]
    For,
    /// A label around the field.
    Around,
    /// `aria-label`.
    Aria,
    /// `aria-labelledby` that points into the cell to the left.
    LabelledBy,
    /// A bare table cell to the left.
    CellLeft,
    /// A bare table cell above.
    CellAbove,
    /// A legend over every box and choice; `<label for>` else.
    Legend,
}

/// How a button is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Buttons {
    /// `<button>`.
    #[default]
    Button,
    /// `<input type=submit>`.
    Submit,
    /// `<input type=image alt>`.
    Image,
    /// A link styled as a button, wherever nothing has to be filled in; `<button>` else.
    Link,
    /// A link that sends its form by script: `javascript:__doPostBack(…)`.
    PostBack,
}

/// What fields are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Names {
    /// `newPassword`.
    #[default]
    Plain,
    /// `main:form1:newPassword`.
    Dotted,
    /// `f4711`, always the same.
    Numbered,
    /// Others on every page.
    Changing,
}

/// How a form says where it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actions {
    /// `/registration/logon`.
    #[default]
    Rooted,
    /// `logon`.
    Relative,
    /// `http://127.0.0.1:4180/registration/logon`.
    Absolute,
    /// `action=""`.
    Empty,
    /// None at all.
    Absent,
}

/// What comes between a press and the next page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hops {
    /// The next page itself.
    #[default]
    None,
    /// 303, 302, 302.
    Redirects,
    /// A page with `meta refresh`.
    Refresh,
}

/// The charset of the page and of what is sent back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charset {
    /// `ISO-8859-1`, said in the head of the answer.
    #[default]
    #[serde(rename = "latin1")]
    Latin1,
    /// `windows-1252`, said in a `meta` of the page only.
    #[serde(rename = "windows1252")]
    Windows1252,
    /// `UTF-8`, said in the head of the answer.
    #[serde(rename = "utf8")]
    Utf8,
}

/// What a heading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Headings {
    /// `h1`, and in the title, too.
    #[default]
    H1,
    /// `h2`.
    H2,
    /// `h3`.
    H3,
    /// `h4`.
    H4,
    /// The legend of a fieldset around everything.
    Legend,
    /// The caption of a table around everything.
    Caption,
    /// The title of the page and nowhere else.
    Title,
    /// A bold cell of a table.
    BoldCell,
}

/// What follows a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suffix {
    /// Nothing.
    #[default]
    None,
    /// `:`
    Colon,
    /// ` *` in an element of its own.
    Star,
    /// ` (required)`.
    Required,
    /// `*:`
    StarColon,
}

/// Upper and lower case of headings, labels and buttons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// As in the procedures.
    #[default]
    AsIs,
    /// All upper case.
    Upper,
    /// All lower case.
    Lower,
}

/// Where a refusal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusals {
    /// Near the field.
    #[default]
    AtField,
    /// At the top, the label before it.
    AtTop,
    /// Both.
    Both,
}

/// How a page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Markup {
    /// How a field is tied to its label.
    pub labels: Labels,
    /// How a button is written.
    pub buttons: Buttons,
    /// What fields are called.
    pub names: Names,
    /// A hidden token that changes on every page and is good once.
    pub tokens: bool,
    /// How a form says where it goes.
    pub actions: Actions,
    /// GET in place of POST where no secret is sent.
    pub get: bool,
    /// What comes between a press and the next page.
    pub hops: Hops,
    /// The charset.
    pub charset: Charset,
    /// What a heading is.
    pub headings: Headings,
    /// Other forms on the page: a search above, an opinion below.
    pub other_forms: bool,
    /// What follows a label.
    pub suffix: Suffix,
    /// Non-breaking spaces in place of blanks.
    pub nbsp: bool,
    /// Upper and lower case.
    pub letters: Letters,
    /// Where a refusal stands.
    pub refusals: Refusals,
    /// A5: the row's field opens inside the row, not on a page of its own.
    pub row_inside: bool,
    /// One form around a table, not one in each row.
    pub one_form: bool,
}

/// The variants by name.
pub const MARKUP_VARIANTS: [(&str, Markup); 12] = variants();

const fn variants() -> [(&'static str, Markup); 12] {
    const PLAIN: Markup = Markup {
        labels: Labels::For,
        buttons: Buttons::Button,
        names: Names::Plain,
        tokens: false,
        actions: Actions::Rooted,
        get: false,
        hops: Hops::None,
        charset: Charset::Latin1,
        headings: Headings::H1,
        other_forms: false,
        suffix: Suffix::None,
        nbsp: false,
        letters: Letters::AsIs,
        refusals: Refusals::AtField,
        row_inside: false,
        one_form: false,
    };
    [
        ("plain", PLAIN),
        (
            "around",
            Markup {
                labels: Labels::Around,
                buttons: Buttons::Submit,
                names: Names::Dotted,
                actions: Actions::Absolute,
                hops: Hops::Redirects,
                charset: Charset::Utf8,
                headings: Headings::H2,
                suffix: Suffix::Colon,
                refusals: Refusals::AtTop,
                ..PLAIN
            },
        ),
        (
            "aria",
            Markup {
                labels: Labels::Aria,
                buttons: Buttons::Image,
                names: Names::Numbered,
                tokens: true,
                actions: Actions::Relative,
                charset: Charset::Windows1252,
                headings: Headings::H3,
                suffix: Suffix::Star,
                refusals: Refusals::Both,
                row_inside: true,
                ..PLAIN
            },
        ),
        (
            "labelled_by",
            Markup {
                labels: Labels::LabelledBy,
                names: Names::Changing,
                tokens: true,
                get: true,
                headings: Headings::Legend,
                suffix: Suffix::Required,
                charset: Charset::Utf8,
                one_form: true,
                ..PLAIN
            },
        ),
        (
            "cell_left",
            Markup {
                labels: Labels::CellLeft,
                buttons: Buttons::Submit,
                names: Names::Numbered,
                actions: Actions::Empty,
                headings: Headings::BoldCell,
                suffix: Suffix::Colon,
                nbsp: true,
                letters: Letters::Upper,
                row_inside: true,
                ..PLAIN
            },
        ),
        (
            "cell_above",
            Markup {
                labels: Labels::CellAbove,
                buttons: Buttons::Image,
                names: Names::Dotted,
                hops: Hops::Refresh,
                charset: Charset::Windows1252,
                headings: Headings::Caption,
                suffix: Suffix::Required,
                letters: Letters::Lower,
                refusals: Refusals::AtTop,
                ..PLAIN
            },
        ),
        (
            "legend",
            Markup {
                labels: Labels::Legend,
                buttons: Buttons::Link,
                headings: Headings::H4,
                other_forms: true,
                suffix: Suffix::StarColon,
                actions: Actions::Absent,
                charset: Charset::Utf8,
                ..PLAIN
            },
        ),
        (
            "title",
            Markup {
                buttons: Buttons::Link,
                names: Names::Changing,
                tokens: true,
                headings: Headings::Title,
                hops: Hops::Redirects,
                nbsp: true,
                refusals: Refusals::Both,
                one_form: true,
                ..PLAIN
            },
        ),
        (
            "several_forms",
            Markup {
                labels: Labels::Around,
                names: Names::Numbered,
                tokens: true,
                actions: Actions::Relative,
                get: true,
                hops: Hops::Refresh,
                headings: Headings::H2,
                other_forms: true,
                charset: Charset::Windows1252,
                suffix: Suffix::Star,
                ..PLAIN
            },
        ),
        (
            "old_table",
            Markup {
                labels: Labels::CellLeft,
                buttons: Buttons::Image,
                names: Names::Changing,
                tokens: true,
                actions: Actions::Empty,
                hops: Hops::Redirects,
                headings: Headings::Caption,
                other_forms: true,
                nbsp: true,
                suffix: Suffix::StarColon,
                refusals: Refusals::AtTop,
                one_form: true,
                ..PLAIN
            },
        ),
        (
            "aria_upper",
            Markup {
                labels: Labels::Aria,
                buttons: Buttons::Submit,
                names: Names::Changing,
                get: true,
                charset: Charset::Utf8,
                headings: Headings::BoldCell,
                letters: Letters::Upper,
                nbsp: true,
                suffix: Suffix::Colon,
                refusals: Refusals::Both,
                row_inside: true,
                one_form: true,
                ..PLAIN
            },
        ),
        (
            "post_back",
            Markup {
                labels: Labels::CellLeft,
                buttons: Buttons::PostBack,
                names: Names::Dotted,
                tokens: true,
                actions: Actions::Relative,
                charset: Charset::Utf8,
                headings: Headings::BoldCell,
                suffix: Suffix::Star,
                one_form: true,
                ..PLAIN
            },
        ),
    ]
}

impl Markup {
    /// The variant with this name.
    pub fn named(name: &str) -> Option<Self> {
        MARKUP_VARIANTS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, markup)| *markup)
    }

    /// A mixture that follows from the number.
    pub fn mixed(seed: u64) -> Self {
        use {Actions as A, Buttons as B, Headings as H, Labels as L, Names as N, Suffix as S};
        let mut dice = Dice::new(seed, 0, 41);
        Self {
            labels: dice.pick(&[
                L::For,
                L::Around,
                L::Aria,
                L::LabelledBy,
                L::CellLeft,
                L::CellAbove,
                L::Legend,
            ]),
            buttons: dice.pick(&[B::Button, B::Submit, B::Image, B::Link, B::PostBack]),
            names: dice.pick(&[N::Plain, N::Dotted, N::Numbered, N::Changing]),
            tokens: dice.chance(50),
            actions: dice.pick(&[A::Rooted, A::Relative, A::Absolute, A::Empty, A::Absent]),
            get: dice.chance(30),
            hops: dice.pick(&[Hops::None, Hops::None, Hops::Redirects, Hops::Refresh]),
            charset: dice.pick(&[Charset::Latin1, Charset::Windows1252, Charset::Utf8]),
            headings: dice.pick(&[
                H::H1,
                H::H2,
                H::H3,
                H::H4,
                H::Legend,
                H::Caption,
                H::Title,
                H::BoldCell,
            ]),
            other_forms: dice.chance(40),
            suffix: dice.pick(&[S::None, S::Colon, S::Star, S::Required, S::StarColon]),
            nbsp: dice.chance(40),
            letters: dice.pick(&[Letters::AsIs, Letters::Upper, Letters::Lower]),
            refusals: dice.pick(&[Refusals::AtField, Refusals::AtTop, Refusals::Both]),
            row_inside: dice.chance(50),
            one_form: dice.chance(50),
        }
    }
}

/// Which markup the court's pages have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkupChoice {
    /// All pages alike.
    Fixed(Markup),
    /// Each page another mixture; the same number gives the same sequence.
    Shuffle(u64),
}

impl Default for MarkupChoice {
    fn default() -> Self {
        Self::Fixed(Markup::default())
    }
}

impl MarkupChoice {
    /// The markup of the page with this number.
    pub(crate) fn of_page(self, page: u64) -> Markup {
        match self {
            Self::Fixed(markup) => markup,
            Self::Shuffle(seed) => Markup::mixed(seed.wrapping_mul(1_000_003).wrapping_add(page)),
        }
    }

    /// Its name, for the control page.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Fixed(markup) => MARKUP_VARIANTS
                .iter()
                .find(|(_, known)| *known == markup)
                .map_or("own mixture", |(name, _)| name)
                .to_owned(),
            Self::Shuffle(seed) => format!("shuffle {seed}"),
        }
    }
}
