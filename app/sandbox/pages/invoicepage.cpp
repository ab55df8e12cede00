#include "app/sandbox/api/form.h"
#include "app/sandbox/billing/payments.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/billing/testclocks.h"
#include "app/sandbox/pages/pages.h"
#include "app/sandbox/pages/pdf.h"
#include "app/sandbox/pages/template.h"
#include "app/sandbox/state/rehearsal.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Http::Response noInvoice()
{
    return noticePage(u"No such invoice"_s,
                      u"The sandbox does not have this invoice. It forgets what happened when it "
                      "is restarted."_s,
                      404);
}

QJsonObject valuesOf(const State &state, const QJsonObject &invoice, const QLocale &locale)
{
    const bool asks =
        invoice.value("status"_L1).toString() == "open"_L1 &&
        paymentIntentOf(state, invoice.value("id"_L1).toString()).value("status"_L1).toString() ==
            "requires_action"_L1;
    const QString currency = invoice.value("currency"_L1).toString();
    const auto money = [&](QLatin1String name) {
        return moneyText(invoice.value(name).toInteger(), currency, locale);
    };
    QJsonArray lines;
    const QJsonArray data = invoice.value("lines"_L1).toObject().value("data"_L1).toArray();
    for (const QJsonValue &value : data) {
        const QJsonObject line = value.toObject();
        lines.append(QJsonObject{
            {"description"_L1, line.value("description"_L1)},
            {"amount"_L1, moneyText(line.value("amount"_L1).toInteger(), currency, locale)}});
    }
    qint64 tax = 0;
    const QJsonArray taxes = invoice.value("total_taxes"_L1).toArray();
    for (const QJsonValue &value : taxes)
        tax += value.toObject().value("amount"_L1).toInteger();
    return {{"number"_L1, invoice.value("number"_L1)},
            {"status"_L1, invoice.value("status"_L1)},
            {"date"_L1, dateText(invoice.value("created"_L1).toInteger(), locale)},
            {"customer"_L1, invoice.value("customer_name"_L1)},
            {"email"_L1, invoice.value("customer_email"_L1)},
            {"lines"_L1, lines},
            {"tax"_L1, tax > 0 ? moneyText(tax, currency, locale) : QString()},
            {"total"_L1, money("total"_L1)},
            {"paid"_L1, money("amount_paid"_L1)},
            {"remaining"_L1, money("amount_remaining"_L1)},
            {"asks"_L1, asks},
            {"language"_L1, locale.bcp47Name()},
            {"pdf"_L1, invoice.value("invoice_pdf"_L1)}};
}

} // namespace

Http::Response invoicePage(State &state, const Http::Request &request)
{
    const auto invoice = state.find(Kind::Invoice, request.parameter(u"id"_s));
    if (!invoice)
        return noInvoice();
    return securePage(renderPage(u"invoice"_s, valuesOf(state, *invoice, localeFor({}, request))));
}

// The buyer pays with another card, or answers the question of the bank whose card was refused.
Http::Response invoiceAction(State &state, const Http::Request &request)
{
    const QString id = request.parameter(u"id"_s);
    const auto invoice = state.find(Kind::Invoice, id);
    if (!invoice)
        return noInvoice();
    const Moment moment(state, frozenTime(state, testClockOf(*invoice)));
    const QJsonObject form = decodeForm(request.body).value_or(QJsonObject());
    const bool isOpen = invoice->value("status"_L1).toString() == "open"_L1;
    const bool asks =
        paymentIntentOf(state, id).value("status"_L1).toString() == "requires_action"_L1;
    if (isOpen && asks && form.value("action"_L1).toString() == "authenticate"_L1) {
        authenticatePayment(state, id);
        follow(state, id, Payment::Paid);
    }
    return invoicePage(state, request);
}

Http::Response invoicePdf(State &state, const Http::Request &request)
{
    const auto invoice = state.find(Kind::Invoice, request.parameter(u"id"_s));
    if (!invoice)
        return noInvoice();
    const QJsonObject values = valuesOf(state, *invoice, localeFor({}, request));
    QStringList text{u"Invoice "_s + values.value("number"_L1).toString(),
                     values.value("date"_L1).toString(),
                     values.value("customer"_L1).toString(),
                     {}};
    const QJsonArray lines = values.value("lines"_L1).toArray();
    for (const QJsonValue &line : lines)
        text.append(u"%1    %2"_s.arg(line.toObject().value("description"_L1).toString(),
                                      line.toObject().value("amount"_L1).toString()));
    text << QString() << u"Total "_s + values.value("total"_L1).toString()
         << u"Paid "_s + values.value("paid"_L1).toString();
    Http::Response response;
    response.contentType = "application/pdf";
    response.body = textPdf(text);
    const QByteArray name = values.value("number"_L1).toString().toLatin1();
    response.headers.emplace_back("Content-Disposition",
                                  "inline; filename=\"invoice-" + name + ".pdf\"");
    return response;
}

} // namespace Orion::Sandbox
