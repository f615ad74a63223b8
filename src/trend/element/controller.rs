//! Runs one trend: reads the host's data, keeps what the reader chose, draws, and emits the events.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use serde::Serialize;
use wasm_bindgen::JsValue;
use yew::{AppHandle, Callback, Renderer};

use super::bindings::{Host, JsConfig};
use super::convert::{from_js, to_js};
use super::js_locale::JsLocale;
use super::settings_reader;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::trend::view::{Action, Chosen, Content, State, Step, TrendView, ViewProps};
use crate::trend::{Chart, Locale, Report, Settings, Trend, TrendKey, TrendStrings};

/// The width of an exported chart, in CSS pixels.
pub(super) const SVG_WIDTH: f64 = 960.0;
/// The narrowest chart, in CSS pixels. A place without a width is not laid out yet.
const MIN_WIDTH: f64 = 120.0;

/// A trend and its connections to the page.
#[derive(Debug)]
pub(super) struct Controller {
    host: Host,
    root: web_sys::Element,
    /// The view, while the element is in the page.
    app: RefCell<Option<AppHandle<TrendView>>>,
    reader: RefCell<Option<Reader>>,
    state: RefCell<Option<Rc<State>>>,
    /// The host's data, as the script passed and as it converts them.
    data: RefCell<(JsValue, Json)>,
    /// The configuration that was drawn last.
    last: RefCell<Option<settings_reader::Attributes>>,
    zone: RefCell<String>,
    problems: RefCell<Vec<Diagnostic>>,
    is_ready: Cell<bool>,
    dispatch: Callback<Action>,
}

/// The host's data with the reader's language and choices.
struct Reader {
    trend: Trend,
    /// Whether a part of the data could not be read.
    is_partial: bool,
    settings: Settings,
    strings: TrendStrings,
    locale: JsLocale,
    /// The session that the reader chose, by its ids; `None` until then: the latest one shows.
    choice: Option<Choice>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Reader")
    }
}

/// A session that the reader chose.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    ids: [Option<String>; 2],
    index: usize,
}

#[derive(Serialize)]
struct ErrorDetail<'a> {
    code: &'static str,
    fatal: bool,
    problems: &'a [Diagnostic],
}

#[derive(Serialize)]
struct ReadyDetail {
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SelectDetail {
    id: Option<String>,
    session_id: Option<String>,
}

impl Reader {
    fn report(&self) -> Report<'_> {
        Report { trend: &self.trend, settings: &self.settings, strings: &self.strings, locale: &self.locale }
    }

    fn ids(&self, session: usize) -> [Option<String>; 2] {
        let (id, session_id) = self.trend.session_ids(session);
        [id, session_id].map(|id| id.map(str::to_owned))
    }

    /// Returns the session that shows: the one that was chosen, wherever it is now, else the latest.
    fn chosen(&self) -> Option<usize> {
        let count = self.trend.session_count();
        let chosen = self.choice.as_ref().and_then(|choice| {
            let is_same = |session: &usize| self.ids(*session) == choice.ids;
            // Without ids, sessions are told apart by their place.
            let here = Some(choice.index).filter(|index| *index < count && is_same(index));
            here.or_else(|| (0..count).find(is_same))
        });
        chosen.or(count.checked_sub(1))
    }

    fn content(&self) -> Content {
        let report = self.report();
        let mut notes = report.notes();
        if self.is_partial {
            notes.insert(0, self.strings.text(TrendKey::Unreadable).to_owned());
        }
        Content {
            strings: self.strings,
            is_rtl: self.settings.is_rtl,
            summary: report.summary(),
            caption: report.caption(),
            notes,
            panels: report.panels(),
            events: report.events(),
            table: Rc::new(report.table()),
            session_count: self.trend.session_count(),
        }
    }

    fn chosen_content(&self) -> Option<Chosen> {
        let report = self.report();
        let session = self.chosen()?;
        Some(Chosen { session, sentence: report.sentence(session), details: report.details(session) })
    }
}

impl Controller {
    pub(super) fn new(host: Host, root: web_sys::Element) -> Rc<Self> {
        Rc::new_cyclic(|controller: &Weak<Self>| {
            let controller = controller.clone();
            Self {
                host,
                root,
                app: RefCell::default(),
                reader: RefCell::default(),
                state: RefCell::default(),
                data: RefCell::default(),
                last: RefCell::default(),
                zone: RefCell::default(),
                problems: RefCell::default(),
                is_ready: Cell::new(false),
                dispatch: Callback::from(move |action| {
                    if let Some(controller) = controller.upgrade() {
                        controller.apply(action);
                    }
                }),
            }
        })
    }

    pub(super) fn with_report(&self, read: impl FnOnce(Report) -> String) -> String {
        self.reader.borrow().as_ref().map(|reader| read(reader.report())).unwrap_or_default()
    }

    /// Reads the configuration. The host's data are read again only if they or the language changed. An element that is
    /// not in the page is not drawn: its faults are reported when it is in the page again, where somebody can listen.
    pub(super) fn configure(self: &Rc<Self>, config: &JsConfig, is_connected: bool) {
        let (attributes, mut problems) = settings_reader::read(&from_js(&config.attributes(), 0));
        let locale = JsLocale(config.formats(&attributes.locale));
        if !locale.0.is_zone_known() {
            let zone = from_js(&config.attributes(), 0).get("timeZone").cloned().unwrap_or(Json::Null);
            problems.push(Diagnostic::warning(
                "timeZone",
                Some(&zone),
                "a time zone such as \"Europe/Berlin\"",
            ));
        }
        let source = config.data();
        let is_same_data = self.data.borrow().0 == source;
        if !is_same_data {
            let json = from_js(&source, 0);
            self.data.replace((source, json));
        }
        let zone = locale.zone();
        let is_same = self.last.borrow().as_ref() == Some(&attributes) && *self.zone.borrow() == zone;
        if !(is_same && is_same_data) {
            let (trend, faults) = Trend::read(&self.data.borrow().1, &locale);
            let is_partial = !faults.is_empty();
            problems.extend(faults);
            let (choice, subscales) = match self.reader.take() {
                Some(reader) => (reader.choice, reader.settings.subscales),
                None => (None, Vec::new()),
            };
            let settings = Settings { subscales, ..attributes.settings.clone() };
            let reader = Reader { trend, is_partial, settings, strings: attributes.strings, locale, choice };
            self.reader.replace(Some(reader));
            self.last.replace(Some(attributes));
            self.zone.replace(zone);
            self.redraw(true);
            if is_connected {
                self.report_problems(&problems);
            } else {
                self.last.replace(None);
            }
        }
        if is_connected {
            self.mount();
        }
    }

    fn report_problems(&self, problems: &[Diagnostic]) {
        let is_new = !problems.is_empty() && *self.problems.borrow() != problems;
        self.problems.replace(problems.to_vec());
        if is_new {
            let detail = ErrorDetail { code: "config-invalid", fatal: false, problems };
            self.host.emit("rapport-error", to_js(&detail));
        }
    }

    fn mount(&self) {
        let Some(props) = self.props() else { return };
        let mut app = self.app.borrow_mut();
        app.get_or_insert_with(|| {
            Renderer::<TrendView>::with_root_and_props(self.root.clone(), props).render()
        });
    }

    pub(super) fn unmount(&self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }

    fn props(&self) -> Option<ViewProps> {
        let state = self.state.borrow().clone()?;
        Some(ViewProps { state, dispatch: self.dispatch.clone() })
    }

    /// Draws again what changed: the content too, or the chosen session alone.
    fn redraw(&self, is_content_new: bool) {
        let (width, last) = {
            let state = self.state.borrow();
            let state = state.as_ref();
            (state.map_or(0.0, |state| state.chart.width), state.map(|state| Rc::clone(&state.content)))
        };
        if let Some(reader) = self.reader.borrow().as_ref() {
            let content = last.filter(|_| !is_content_new).unwrap_or_else(|| Rc::new(reader.content()));
            let chosen = reader.chosen_content();
            let chart = chart(reader, width, chosen.as_ref().map(|chosen| chosen.session));
            self.state.replace(Some(Rc::new(State { content, chosen, chart })));
        }
        self.render();
    }

    fn render(&self) {
        if let Some((app, props)) = self.app.borrow_mut().as_mut().zip(self.props()) {
            app.update(props);
        }
    }

    /// Draws the chart again if its place has another width.
    pub(super) fn measure(&self) {
        let place = self.root.query_selector("[part=chart]").ok().flatten();
        let width = place.map_or(0.0, |place| f64::from(place.client_width()));
        let last = self.state.borrow().clone();
        if let (Some(reader), Some(last)) = (self.reader.borrow().as_ref(), last)
            && width >= MIN_WIDTH
            && (last.chart.width - width).abs() >= 1.0
        {
            let session = last.chosen.as_ref().map(|chosen| chosen.session);
            let chart = chart(reader, width, session);
            let state = State { chart, content: Rc::clone(&last.content), chosen: last.chosen.clone() };
            self.state.replace(Some(Rc::new(state)));
        } else {
            return;
        }
        self.render();
    }

    fn apply(&self, action: Action) {
        match action {
            Action::Rendered => {
                self.measure();
                if !self.is_ready.replace(true) {
                    self.host.emit("rapport-trend-ready", to_js(&ReadyDetail { version: crate::VERSION }));
                }
            }
            Action::Choose(step) => self.choose(step),
            Action::ChooseScore(instrument, score) => {
                if let Some(reader) = self.reader.borrow_mut().as_mut() {
                    let subscales = &mut reader.settings.subscales;
                    subscales.retain(|(of, _)| *of != instrument);
                    subscales.push((instrument, score));
                }
                self.redraw(true);
            }
        }
    }

    fn choose(&self, step: Step) {
        let ids = {
            let mut reader = self.reader.borrow_mut();
            let Some((chosen, reader)) = reader.as_mut().and_then(|reader| Some((reader.chosen()?, reader)))
            else {
                return;
            };
            let session = match step {
                Step::To(session) => session,
                Step::By(steps) => chosen.saturating_add_signed(steps),
            };
            let session = session.min(reader.trend.session_count() - 1);
            if session == chosen {
                return;
            }
            let ids = reader.ids(session);
            reader.choice = Some(Choice { ids: ids.clone(), index: session });
            ids
        };
        self.redraw(false);
        let [id, session_id] = ids;
        self.host.emit("rapport-trend-select", to_js(&SelectDetail { id, session_id }));
    }
}

fn chart(reader: &Reader, width: f64, chosen: Option<usize>) -> Chart {
    if width < MIN_WIDTH { Chart::default() } else { reader.report().chart(width, chosen) }
}
