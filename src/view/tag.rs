//! Plain elements, built by calls: what `html!` would write out at each place stands here once, which makes the
//! client's download smaller.

use yew::html::onclick;
use yew::prelude::*;
use yew::virtual_dom::{VTag, VText};

/// An element in the making.
#[derive(Debug)]
pub(super) struct Tag(Box<VTag>);

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self(Box::new(VTag::new(name)))
    }

    /// With an attribute.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.0.add_attribute(name, AttrValue::from(value.to_owned()));
        self
    }

    /// With an attribute, where that holds.
    pub(super) fn when(self, holds: bool, name: &'static str, value: &str) -> Self {
        if holds { self.with(name, value) } else { self }
    }

    /// In a language, where that is known.
    pub(super) fn lang(self, lang: &str) -> Self {
        self.when(!lang.is_empty(), "lang", lang)
    }

    /// With what an input holds.
    pub(super) fn holding(mut self, value: i32) -> Self {
        self.0.set_value(Some(AttrValue::from(value.to_string())));
        self
    }

    /// On or off.
    pub(super) fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.child(VText::new(text.to_owned()).into())
    }

    pub(super) fn child(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    pub(super) fn clicked(mut self, act: Callback<MouseEvent>) -> Self {
        self.0.add_listener(std::rc::Rc::new(onclick::Wrapper::new(act)));
        self
    }

    /// Known by that reference.
    pub(super) fn known(mut self, reference: &NodeRef) -> Self {
        self.0.node_ref = reference.clone();
        self
    }

    pub(super) fn html(self) -> Html {
        (*self.0).into()
    }
}
