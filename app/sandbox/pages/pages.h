#pragma once

#include "app/http/message.h"
#include "app/sandbox/state/state.h"

#include <QLocale>

namespace Orion::Sandbox
{

// The pages that Stripe would host, for people in a browser. Each takes the whole request and
// answers whole; used under Sandbox's lock.
Http::Response checkoutPage(State &state, const Http::Request &request);   // GET /c/pay/{id}
Http::Response checkoutAction(State &state, const Http::Request &request); // POST /c/pay/{id}
Http::Response portalPage(State &state, const Http::Request &request);   // GET /p/session/{secret}
Http::Response portalAction(State &state, const Http::Request &request); // POST /p/session/{secret}
Http::Response invoicePage(State &state, const Http::Request &request);  // GET /i/{id}
Http::Response invoiceAction(State &state, const Http::Request &request); // POST /i/{id}
Http::Response invoicePdf(State &state, const Http::Request &request);    // GET /i/{id}/pdf

// A page with headers that keep it from being framed, cached or given scripts.
Http::Response securePage(QByteArray html, int status = 200);

// A page that says one thing, such as that a link is no longer valid.
Http::Response noticePage(const QString &title, const QString &text, int status);

// The locale to write money and dates in: what the session asks for, else the browser, else
// English.
QLocale localeFor(const QString &wanted, const Http::Request &request);

// "€99.00", "€99.00 / month", "22 November 2026" in the locale.
QString moneyText(qint64 amount, const QString &currency, const QLocale &locale);
QString priceText(const QJsonObject &price, qint64 quantity, const QLocale &locale);
QString dateText(qint64 time, const QLocale &locale);

} // namespace Orion::Sandbox
