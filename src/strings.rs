//! Every text that a client reads, in each language: a file of `strings/` a language, and a line here. All but the
//! English ones are translations that nobody has validated. It decides nothing about when a text is shown.

/// The texts of a file, a line each. The names before them are the same in every file: they ship once.
macro_rules! texts {
    ($file:literal) => {{
        const FILE: &[u8] = include_bytes!($file);
        const TEXTS: [u8; side::<0>(FILE, Side::Texts).1] = side(FILE, Side::Texts).0;
        utf8(&TEXTS)
    }};
}

/// The languages, by BCP 47 tag, with their files; the one to fall back on comes first.
const LANGUAGES: [(&str, &str); 8] = [
    ("en", texts!("strings/en.txt")),
    ("es", texts!("strings/es.txt")),
    ("fr", texts!("strings/fr.txt")),
    ("de", texts!("strings/de.txt")),
    ("pt", texts!("strings/pt.txt")),
    ("ar", texts!("strings/ar.txt")),
    ("zh-Hans", texts!("strings/zh-Hans.txt")),
    ("hi", texts!("strings/hi.txt")),
];

/// What the texts are, in the order of each file's lines.
const NAMES: &str = {
    const FILE: &[u8] = include_bytes!("strings/en.txt");
    const NAMES: [u8; side::<0>(FILE, Side::Names).1] = side(FILE, Side::Names).0;
    utf8(&NAMES)
};

macro_rules! keys {
    ($($(#[doc = $doc:literal])+ $key:ident = $name:literal,)+) => {
        /// A text of the widget's own; a host may give another one under the key's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Key {
            $($(#[doc = $doc])+ $key,)+
        }

        impl Key {
            /// All of them.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$key),+];

            /// Whether a host may leave it out: a button or a dialog without a name helps nobody.
            #[must_use]
            pub fn is_optional(self) -> bool {
                let said = [Self::How, Self::HowButtons, Self::Optional, Self::WhoSees, Self::NotMonitored, Self::Kept];
                let more = [Self::ReviewMore, Self::LeaveMore, Self::Sent, Self::LowAnswer, Self::ApologyMore];
                said.contains(&self) || more.contains(&self)
            }

            /// Their names, in the same order.
            pub const NAMES: [&'static str; Self::ALL.len()] = [$($name),+];
        }
    };
}

keys! {
    /// How a slider is answered. Before the first item.
    How = "how",
    /// How a row of buttons is answered, in place of `how`.
    HowButtons = "howButtons",
    /// That nothing needs an answer. Before the first item.
    Optional = "optional",
    /// That some items need one, in place of `optional`.
    SomeRequired = "someRequired",
    /// Who will see the answers. Before the first item, and whenever the form shows.
    WhoSees = "whoSees",
    /// That the form is no way to reach someone at once. Before the first item, and whenever the form shows.
    NotMonitored = "notMonitored",
    /// That the tab keeps the answers, where the host has it do so.
    Kept = "kept",
    /// Whom to contact in an emergency, beside `notMonitored`. Only a host can know: it has no default.
    Crisis = "crisis",
    /// Marks an item that needs an answer.
    Required = "required",
    /// The button that puts buttons in place of sliders.
    UseButtons = "useButtons",
    /// The button that puts sliders in place of buttons.
    UseSliders = "useSliders",
    /// Said of an item that has no answer.
    NotAnswered = "notAnswered",
    /// An answer, of `{value}` and `{max}`.
    Value = "value",
    /// An answer at one end of a slider, whose text is `{anchor}`.
    ValueAt = "valueAt",
    /// An answer near one end of a slider.
    ValueNear = "valueNear",
    /// Said of a slider's ends, whose texts are `{low}` and `{high}`.
    Ends = "ends",
    /// The button that takes one answer back.
    Clear = "clear",
    /// The button that shows what will be sent.
    Review = "review",
    /// Heading above what will be sent.
    ReviewTitle = "reviewTitle",
    /// What goes with the answers.
    ReviewMore = "reviewMore",
    /// The button that goes back from there.
    Edit = "edit",
    /// The button that sends.
    Submit = "submit",
    /// The button that sends nothing.
    Skip = "skip",
    /// The button that closes.
    Close = "close",
    /// Heading when a dialog is closed with answers that are unsent.
    Leave = "leave",
    /// Below that heading.
    LeaveMore = "leaveMore",
    /// The button that leaves them unsent.
    LeaveNow = "leaveNow",
    /// The button that goes back to them.
    Stay = "stay",
    /// While the host stores the result.
    Sending = "sending",
    /// Once the host has it.
    Sent = "sent",
    /// When the host could not store it.
    NotSaved = "notSaved",
    /// While the browser is offline.
    Offline = "offline",
    /// The button that sends again.
    Retry = "retry",
    /// When it cannot be sent for want of an answer.
    Missing = "missing",
    /// Heading once the answers are with the host.
    Thanks = "thanks",
    /// Below it, when an answer lies nearer to the unfavourable end; nothing if it is empty.
    LowAnswer = "lowAnswer",
    /// In place of an inline form that was skipped or closed.
    Dismissed = "dismissed",
    /// Heading when the host's configuration gives nothing to ask.
    Apology = "apology",
    /// Below that heading.
    ApologyMore = "apologyMore",
}

/// The widget's texts in one language, with the host's in place of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    /// The language, as a BCP 47 tag.
    pub lang: &'static str,
    /// Which way it is written: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language and the region that numbers are written for, as a BCP 47 tag.
    pub locale: String,
    texts: &'static str,
    own: Vec<Own>,
}

/// A host's text in place of one of ours: its key, its language, which may be unnamed, and itself.
pub type Own = (Key, String, String);

impl Strings {
    /// The texts in the language nearest to the tag `lang`, and English where there are none.
    ///
    /// ```
    /// use rapport::{Key, Strings};
    /// assert_eq!(Strings::nearest("de-AT").say(Key::Submit), "Senden");
    /// assert_eq!(Strings::nearest("zh-CN").lang, "zh-Hans");
    /// assert_eq!(Strings::nearest("sw").lang, "en");
    /// ```
    #[must_use]
    pub fn nearest(lang: &str) -> Self {
        let found = nearest(languages(), lang).and_then(|place| LANGUAGES.get(place));
        let (tag, texts) = *found.unwrap_or(&LANGUAGES[0]);
        let locale = if found.is_some() { lang } else { tag }.to_owned();
        Self { lang: tag, dir: line(texts, "dir").unwrap_or_default(), locale, texts, own: Vec::new() }
    }

    /// The same with a host's texts in place of some.
    #[must_use]
    pub fn with(mut self, own: Vec<Own>) -> Self {
        self.own = own;
        self
    }

    /// The text for a key; empty where there is none.
    #[must_use]
    pub fn say(&self, key: Key) -> &str {
        let name = Key::NAMES.get(key as usize).copied();
        self.own(key)
            .map(|(_, _, text)| text.as_str())
            .or_else(|| line(self.texts, name?))
            .unwrap_or_default()
    }

    /// The host's text for a key, if it gave one.
    pub(crate) fn own(&self, key: Key) -> Option<&Own> {
        self.own.iter().find(|(own, ..)| *own == key)
    }

    /// The text for a key with something in place of each `{slot}`.
    pub(crate) fn fill(&self, key: Key, words: &[(&str, &str)]) -> String {
        let mut said = String::new();
        for part in self.say(key).split('{') {
            let (slot, rest) = part.split_once('}').unwrap_or(("", part));
            said += words.iter().find(|(name, _)| *name == slot).map_or("", |(_, word)| word);
            said += rest;
        }
        said
    }

    /// An answer in words, at `along` from 0 to 1 between two ends with these texts: near an end, that end's too.
    ///
    /// Near is within a tenth of the slider: no nearer to anything else that has a name.
    #[must_use]
    pub fn answer(&self, value: &str, max: &str, along: f64, [low, high]: [&str; 2]) -> String {
        let (away, anchor) = if along < 0.5 { (along, low) } else { (1.0 - along, high) };
        let key = match away {
            0.0 => Key::ValueAt,
            _ if away <= 0.1 => Key::ValueNear,
            _ => Key::Value,
        };
        self.fill(key, &[("value", value), ("max", max), ("anchor", anchor)])
    }
}

/// The tags of the languages that there are texts in.
pub fn languages() -> impl Iterator<Item = &'static str> + Clone {
    LANGUAGES.iter().map(|(tag, _)| *tag)
}

/// What the built-in instruments say under a name, by language.
pub(crate) fn by_language(name: &str) -> Vec<(String, String)> {
    let said = |(tag, texts): &(&str, &'static str)| Some(((*tag).into(), line(texts, name)?.into()));
    LANGUAGES.iter().filter_map(said).collect()
}

/// Which of the tags is nearest to `lang`: the very same, else the same as `lang` without its last part, and so on,
/// else the first of the same language.
pub(crate) fn nearest<'a>(mut tags: impl Iterator<Item = &'a str> + Clone, lang: &str) -> Option<usize> {
    let mut wanted = lang;
    loop {
        if let Some(found) = tags.clone().position(|tag| tag.eq_ignore_ascii_case(wanted)) {
            return Some(found);
        }
        let Some(shorter) = wanted.rfind('-').and_then(|end| wanted.get(..end)) else { break };
        wanted = shorter;
    }
    let same = |tag: &str| tag.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case(wanted));
    tags.position(same)
}

/// The text of that name.
fn line(texts: &'static str, name: &str) -> Option<&'static str> {
    texts.lines().nth(NAMES.lines().position(|line| line == name)?)
}

/// A part of a line `name = text`; or a whole line that is a comment, or, as one with `@`, the loader's.
#[derive(Clone, Copy)]
enum Side {
    Names,
    Texts,
    Comment,
}

/// One side of all lines of a file, as far as there is room for it, and how much room it takes.
#[expect(clippy::indexing_slicing, reason = "the compiler runs it")]
const fn side<const N: usize>(mut file: &[u8], wanted: Side) -> ([u8; N], usize) {
    let (mut found, mut length, mut at) = ([0; N], 0, Side::Names);
    while let [byte, rest @ ..] = file {
        file = rest;
        let before = at as u8;
        at = match (*byte, at, rest) {
            (b'\n', ..) => Side::Names,
            (b'#' | b'@', Side::Names, _) => Side::Comment,
            (b' ', Side::Names, [b'=', b' ', text @ ..]) => {
                file = text;
                Side::Texts
            }
            _ => at,
        };
        let ends = *byte == b'\n' && before != Side::Comment as u8;
        if ends || (before == wanted as u8 && at as u8 == wanted as u8) {
            if length < N {
                found[length] = *byte;
            }
            length += 1;
        }
    }
    (found, length)
}

/// Bytes as text; none of them, if they are not.
const fn utf8(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}
