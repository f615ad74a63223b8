//! The actions on a form: everything that a respondent, the host or the page can do to it.

use crate::config::Config;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::event::DismissReason;
use crate::scoring::answers::InputMethod;

/// An action of a respondent, the host or the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The host configures the form, for the first time or again.
    Configure(Config, Vec<Diagnostic>),
    /// The view has drawn the form for the first time.
    Rendered,
    /// The script drew the form, and shows it until the view does.
    DrawnByScript,
    /// The dialog came up.
    DialogOpened,
    /// The respondent uses a slider, or the buttons in its place.
    Slider(SliderAction),
    /// The script repeats what the respondent did before this form ran. It counts even if answering is disabled by now.
    Replay(SliderAction),
    /// The respondent replaces sliders by buttons (true), or buttons by sliders.
    UseButtons(bool),
    /// The respondent or the host sends the form, or opens the review first.
    Submit,
    /// The respondent goes back to the questions, from the review or from the question whether to leave.
    Back,
    /// A listener prevented the submit event.
    SubmitPrevented,
    /// The host took the result and did not ask for time to store it.
    SubmitAccepted,
    /// The host stored the result of that id and attempt, or failed with a message.
    Settled(String, u32, Result<(), String>),
    /// The form is left unsent; or closed, if it is sent.
    Dismiss(DismissReason),
    /// The tab had an unsent form: its draft is restored.
    RestoreDraft(Json),
    /// A crashed instance left a [`Snapshot`](super::Snapshot), which is restored.
    RestoreSnapshot(Json),
    /// The host starts the form again.
    Reset,
}

/// An action on an item's control: a slider, or buttons. The item is given by its index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SliderAction {
    /// A finger or a button goes down on a slider.
    PointerDown(usize, InputMethod, Option<PointerHit>),
    /// The browser moved a slider to a value. The input method is given if it is not that of the last press.
    Input(usize, f64, Option<InputMethod>),
    /// A pointer lifts. If the browser moved nothing since it went down, the slider moves to the tap.
    PointerUp(usize, Option<PointerHit>),
    /// A press became another gesture, such as a scroll.
    PointerCancel,
    /// A screen reader activates a slider, and so presses it in its middle. Only an unanswered one is answered.
    Activate(usize),
    /// A second finger goes down (true) or lifts. Slider moves during a pinch are not answers.
    MultiTouch(bool),
    /// A key moves a slider from its value, or from its midpoint.
    Key(usize, KeyStep),
    /// An unanswered slider is answered with its midpoint.
    Confirm(usize),
    /// The browser reports the end of a change.
    Change(usize),
    /// The respondent chooses that the item does not apply. The input method is given if it is not that of the last press.
    NotApplicable(usize, Option<InputMethod>),
    /// The answer is cleared.
    Clear(usize),
}

/// The distance that a key moves a slider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStep {
    /// A number of steps of the scale.
    By(i32),
    /// A number of tenths of the scale, or of steps if those are larger.
    Tenths(i32),
    /// To the low end.
    Low,
    /// To the high end.
    High,
}

/// The position of a pointer on a slider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointerHit {
    /// Position along the slider, from 0 at the low end to 1 at the high end.
    pub fraction: f64,
    /// Distance from the thumb's centre to its edge, in the same unit.
    pub thumb_radius: f64,
    /// The value at which the respondent saw the thumb, on the scale; `None` if it is the form's.
    pub thumb_value: Option<f64>,
}

/// The data to save after an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saves {
    /// None: the action leaves nothing new to save.
    Nothing,
    /// A snapshot for crash recovery.
    Snapshot,
    /// A snapshot, and the tab's draft.
    SnapshotAndDraft,
}

impl Action {
    /// Returns the data to save after this action. A drag saves at its end.
    #[must_use]
    pub fn saves(&self) -> Saves {
        match self {
            Self::Rendered | Self::DrawnByScript | Self::DialogOpened => Saves::Nothing,
            Self::Configure(..) => Saves::Snapshot,
            Self::Slider(action) | Self::Replay(action) => match action {
                SliderAction::PointerDown(..) | SliderAction::Input(..) => Saves::Nothing,
                SliderAction::PointerUp(..)
                | SliderAction::PointerCancel
                | SliderAction::MultiTouch(_)
                | SliderAction::Key(..)
                | SliderAction::Confirm(_)
                | SliderAction::Activate(_)
                | SliderAction::Change(_)
                | SliderAction::NotApplicable(..)
                | SliderAction::Clear(_) => Saves::SnapshotAndDraft,
            },
            Self::UseButtons(_)
            | Self::Submit
            | Self::Back
            | Self::SubmitPrevented
            | Self::SubmitAccepted
            | Self::Settled(..)
            | Self::Dismiss(_)
            | Self::RestoreDraft(_)
            | Self::RestoreSnapshot(_)
            | Self::Reset => Saves::SnapshotAndDraft,
        }
    }
}
