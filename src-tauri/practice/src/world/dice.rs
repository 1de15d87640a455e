//! Repeatable chance: the same seed gives the same court on every machine and with every compiler.

/// A small, fast generator (SplitMix64). Its output is part of what the practice portal promises, so it
/// is written out here and does not follow the version of a library.
#[derive(Clone, Debug)]
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    /// Dice for one purpose (`salt`) of one case.
    pub(crate) fn new(seed: u64, index: u32, salt: u64) -> Self {
        let mut dice = Self {
            state: seed
                ^ (u64::from(index).wrapping_mul(0x9E37_79B9_7F4A_7C15))
                ^ salt.wrapping_mul(0xD1B5_4A32_D192_ED03),
        };
        // Neighbouring cases start from neighbouring states; one throw mixes them apart.
        dice.next();
        dice
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end` - 1.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(end.max(1))) >> 64) as u32
    }

    /// True in about `percent` of 100 throws.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of the given things.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }
}
