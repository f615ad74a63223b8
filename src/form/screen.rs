//! The screens of a form, and the state of an unsent one.

/// The screen that the respondent sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The items.
    Questions,
    /// The answers that will be sent.
    Review,
    /// The question whether to leave without sending.
    Leave,
    /// The thanks after sending.
    Thanks,
    /// The title in place of a form that ended unsent.
    Dismissed,
    /// The apology if there is no usable instrument.
    Unavailable,
}

/// The screen of a form that is neither sent nor dismissed. A dialog asks once before it is left unsent: `asked` means
/// that the respondent was asked, and went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnsentScreen {
    Questions {
        asked: bool,
    },
    Review {
        asked: bool,
    },
    /// `reviewing` means that the way back leads to the review.
    Leave {
        reviewing: bool,
    },
}

impl UnsentScreen {
    pub(super) const FIRST: Self = Self::Questions { asked: false };

    pub(super) fn is_reviewing(self) -> bool {
        matches!(self, Self::Review { .. } | Self::Leave { reviewing: true })
    }

    pub(super) fn was_asked(self) -> bool {
        match self {
            Self::Questions { asked } | Self::Review { asked } => asked,
            Self::Leave { .. } => true,
        }
    }

    /// Returns the questions.
    pub(super) fn questions(self) -> Self {
        Self::Questions { asked: self.was_asked() }
    }

    /// Returns the review.
    pub(super) fn review(self) -> Self {
        Self::Review { asked: self.was_asked() }
    }

    /// Returns the question whether to leave.
    pub(super) fn leave(self) -> Self {
        Self::Leave { reviewing: self.is_reviewing() }
    }

    /// Returns the screen below the question whether to leave.
    pub(super) fn without_leave(self) -> Self {
        if self.is_reviewing() { self.review() } else { self.questions() }
    }

    /// Returns the screen to which Back leads.
    pub(super) fn back(self) -> Self {
        if matches!(self, Self::Leave { .. }) { self.without_leave() } else { self.questions() }
    }

    /// Returns the screen after Escape in the question whether to leave: it will be asked again.
    pub(super) fn escape_leave(self) -> Self {
        if self.is_reviewing() { Self::Review { asked: false } } else { Self::FIRST }
    }

    pub(super) fn screen(self) -> Screen {
        match self {
            Self::Questions { .. } => Screen::Questions,
            Self::Review { .. } => Screen::Review,
            Self::Leave { .. } => Screen::Leave,
        }
    }
}
