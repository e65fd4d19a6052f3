"""Where customers are."""

from __future__ import annotations

from django.urls import path

from makegood.customers import views

urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/add/", views.add, name="customer-add"),
    path("customers/owner/", views.owner, name="customers-owner"),
    path("customers/<int:number>/", views.customer, name="customer"),
    path("customers/<int:number>/change/", views.change, name="customer-change"),
    path("customers/<int:number>/close/", views.close, name="customer-close"),
    path("customers/<int:number>/reopen/", views.reopen, name="customer-reopen"),
    path("customers/<int:number>/touchpoints/", views.touchpoints, name="touchpoints"),
    path("touchpoints/<int:number>/change/", views.touchpoint_correct, name="touchpoint-correct"),
    path("customers/<int:number>/touchpoints/add/", views.touchpoint_add, name="touchpoint-add"),
    path("customers/<int:number>/contacts/add/", views.contact_add, name="contact-add"),
    path("contacts/<int:number>/change/", views.contact_change, name="contact-change"),
    path("contacts/<int:number>/left/", views.contact_left, name="contact-left"),
    path("contacts/<int:number>/erase/", views.contact_erase, name="contact-erase"),
]
