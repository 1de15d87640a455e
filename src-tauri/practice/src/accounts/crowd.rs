//! Invented users of a group: three from the start, and as many as somebody asks for.

use std::sync::LazyLock;

use super::{
    books::{Account, AccountKind, Association, MemberStatus, PRACTICE_PASSWORD},
    secrets::Hidden,
};

/// One for all: a crowd is made anew at every start, and hashing takes its time.
static PASSWORD: LazyLock<Hidden> = LazyLock::new(|| PRACTICE_PASSWORD.into());

const FIRST: [&str; 8] = [
    "Jane", "John", "Alex", "Avery", "Jordan", "Morgan", "Riley", "Taylor",
];
const LAST: [&str; 7] = [
    "Doe", "Public", "Sample", "Roe", "Example", "Anyone", "Specimen",
];
const POSITION: [&str; 5] = [
    "Records clerk, front desk",
    "Intake, second floor",
    "Paralegal, supervisor P. Sample",
    "Scanning room",
    "Legal secretary",
];

/// The user with this number, the same on every machine.
pub(super) fn user(group: &str, number: u32) -> Account {
    let place = number as usize;
    let (first, last) = (
        FIRST[place % FIRST.len()],
        LAST[(place / FIRST.len()) % LAST.len()],
    );
    member(
        group,
        &format!("user{number:05}"),
        first,
        last,
        POSITION[place % POSITION.len()],
        if number.is_multiple_of(11) {
            MemberStatus::Disabled
        } else {
            MemberStatus::Active
        },
    )
}

/// The users of a new world.
pub(super) fn first_users(group: &str) -> [Account; 3] {
    use MemberStatus::{Active, Disabled};
    [
        member(group, "jdoe_records", "Jane", "Doe", POSITION[0], Active),
        member(group, "aroe_intake", "Alex", "Roe", POSITION[1], Active),
        member(
            group,
            "mpublic_scan",
            "Morgan",
            "Public",
            POSITION[3],
            Disabled,
        ),
    ]
}

/// A whole account of a group user.
pub(super) fn member(
    group: &str,
    user_name: &str,
    first: &str,
    last: &str,
    information: &str,
    status: MemberStatus,
) -> Account {
    Account {
        user_name: user_name.to_owned(),
        password: PASSWORD.clone(),
        email: format!("{user_name}@example.org"),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        kind: AccountKind::User,
        verified: true,
        association: (!group.is_empty()).then(|| Association {
            group: group.to_owned(),
            status,
            information: information.to_owned(),
            agreed: true,
        }),
        ..Account::default()
    }
}
