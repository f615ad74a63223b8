//! Builds plain elements by calls. `html!` expands to code at each use; these functions exist once, which makes the WASM
//! module smaller.

use std::rc::Rc;

use yew::html::onclick;
use yew::prelude::*;
use yew::virtual_dom::{Listener, VTag};

use crate::config::Config;
use crate::strings::is_same_language;

/// An element under construction.
#[derive(Debug)]
pub(super) struct ElementBuilder(Box<VTag>);

impl ElementBuilder {
    pub(super) fn new(name: &'static str) -> Self {
        Self(Box::new(VTag::new(name)))
    }

    /// Adds an attribute.
    pub(super) fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.add_attribute(name, AttrValue::from(value.to_owned()));
        self
    }

    /// Adds an attribute if `condition` holds.
    pub(super) fn attr_if(self, condition: bool, name: &'static str, value: &str) -> Self {
        if condition { self.attr(name, value) } else { self }
    }

    /// Sets the language of a text that the host gave, by the text's own tag; without a tag it is the page's language.
    pub(super) fn lang(self, tag: &str, config: &Config) -> Self {
        let lang = if tag.is_empty() { &config.lang } else { tag };
        // A translator that leaves the form's own texts still has this one to translate.
        let is_foreign = config.is_translated && !is_same_language(tag, &config.lang);
        self.attr_if(!lang.is_empty(), "lang", lang).attr_if(is_foreign, "translate", "yes")
    }

    /// Sets an input's value property.
    pub(super) fn value(mut self, value: &str) -> Self {
        self.0.set_value(Some(AttrValue::from(value.to_owned())));
        self
    }

    /// Sets a radio button's checked property.
    pub(super) fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    /// Keeps the element's node apart from those of other keys in the same place.
    pub(super) fn key(mut self, key: &'static str) -> Self {
        self.0.key = Some(key.into());
        self
    }

    pub(super) fn child(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    pub(super) fn on_click(self, listener: Callback<MouseEvent>) -> Self {
        self.listener(onclick::Wrapper::new(listener))
    }

    pub(super) fn listener(mut self, listener: impl Listener + 'static) -> Self {
        self.0.add_listener(Rc::new(listener));
        self
    }

    pub(super) fn node_ref(mut self, node_ref: &NodeRef) -> Self {
        self.0.node_ref = node_ref.clone();
        self
    }

    /// Ends an element that has a text and no children. The text is a property: a browser's translator replaces text
    /// nodes, so the view refers to none.
    pub(super) fn text(mut self, text: &str) -> Html {
        self.0.add_property("textContent", text);
        self.build()
    }

    pub(super) fn build(self) -> Html {
        (*self.0).into()
    }
}
