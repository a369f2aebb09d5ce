//! Numbers that follow from a seed, and from nothing else.

use std::time::Duration;

/// The same numbers for the same seed (splitmix64). For tests only: anybody can foretell them.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for everybody who is named differently, so that what one does more
    /// or less often changes nothing for the others.
    #[must_use]
    pub fn new(seed: u64, who: &str) -> Self {
        let mut dice = Self(seed);
        for byte in who.bytes() {
            dice.0 = dice.roll() ^ u64::from(byte);
        }
        dice
    }

    /// Any number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll().checked_rem(end).unwrap_or_default()
    }

    /// True in so many of a thousand cases.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// A time from `least` up to `most`, both in milliseconds.
    pub fn ms(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.below(most.saturating_sub(least) + 1))
    }

    /// One of them; `None` when there is none.
    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(usize::try_from(self.below(of.len() as u64)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_name_give_the_same_numbers_again_and_others_give_others() {
        let rolled = |seed, who| {
            let mut dice = Dice::new(seed, who);
            [dice.roll(), dice.roll(), dice.below(7)]
        };
        assert_eq!(rolled(1, "host"), rolled(1, "host"));
        assert_ne!(rolled(1, "host"), rolled(2, "host"));
        assert_ne!(rolled(1, "host"), rolled(1, "client"));
    }

    #[test]
    fn numbers_keep_to_their_bounds() {
        let mut dice = Dice::new(3, "");
        for _ in 0..1000 {
            assert!(dice.below(3) < 3);
            assert!((5..=9).contains(&(dice.ms(5, 9).as_millis())));
            assert!(!dice.chance(0) && dice.chance(1000));
        }
        assert_eq!((dice.below(0), dice.pick::<u8>(&[])), (0, None));
    }
}
