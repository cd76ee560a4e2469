//! The effort, counted in steps.

/// Steps taken and the most that may be. A step is a small fixed piece of work (an item held against
/// a bin, eight multiplications), so that the same problem stops at the same point on every system.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    taken: u64,
    limit: u64,
}

impl Steps {
    /// None taken yet.
    pub const fn new(limit: u64) -> Self {
        Self { taken: 0, limit }
    }

    /// Takes so many; false once the limit is passed.
    pub const fn spend(&mut self, count: u64) -> bool {
        self.take(count);
        self.taken < self.limit
    }

    /// Takes so many, whatever the limit.
    pub const fn take(&mut self, count: u64) {
        self.taken = self.taken.saturating_add(count);
    }

    /// Whether any are left.
    pub const fn are_left(&self) -> bool {
        self.taken < self.limit
    }

    /// How many are left.
    pub const fn left(&self) -> u64 {
        self.limit.saturating_sub(self.taken)
    }

    /// How many were taken.
    pub const fn taken(&self) -> u64 {
        self.taken
    }

    /// A budget within this one: at most so many of what is left.
    pub fn at_most(&self, count: u64) -> Self {
        Self::new(count.min(self.left()))
    }
}
