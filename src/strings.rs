//! Every text that a client reads, save the instruments' own, by key; one language a constant.

/// The widget's texts in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strings {
    /// The language, as a BCP 47 tag.
    pub lang: &'static str,
    /// Below the title, before the first item.
    pub notice: &'static str,
    /// Spoken for a slider that has no answer.
    pub not_answered: &'static str,
    /// Spoken between a slider's value and its highest value.
    pub out_of: &'static str,
    /// The button that takes one answer back.
    pub clear: &'static str,
    /// The button that sends.
    pub submit: &'static str,
    /// The button that sends nothing.
    pub skip: &'static str,
    /// The button that closes.
    pub close: &'static str,
    /// While the host stores the result.
    pub sending: &'static str,
    /// When the host could not store it.
    pub not_saved: &'static str,
    /// The button that sends again.
    pub retry: &'static str,
    /// Heading once the answers are with the host.
    pub thanks: &'static str,
    /// Below that heading.
    pub thanks_more: &'static str,
    /// In place of an inline form that was skipped or closed.
    pub dismissed: &'static str,
    /// Heading when the host's configuration gives nothing to ask.
    pub apology: &'static str,
    /// Below that heading.
    pub apology_more: &'static str,
}

/// English.
pub const EN: Strings = Strings {
    lang: "en",
    notice: "Tap a line to answer. You can leave out any question, or skip them all.",
    not_answered: "not answered",
    out_of: "out of",
    clear: "Clear",
    submit: "Send",
    skip: "Skip",
    close: "Close",
    sending: "Sending…",
    not_saved: "Your answers are not saved yet. They are still here, so you can try again.",
    retry: "Try again",
    thanks: "Thank you",
    thanks_more: "That was everything.",
    dismissed: "That is fine.",
    apology: "Sorry, there is nothing to show here",
    apology_more: "Something is wrong with this page. It is not your fault, and there is nothing you need to do.",
};

impl Strings {
    /// The texts in the language nearest to the tag `lang`, and English where there are none.
    #[must_use]
    pub fn nearest(_lang: &str) -> &'static Self {
        &EN
    }
}
