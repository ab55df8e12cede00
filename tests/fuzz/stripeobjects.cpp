// The readers of Stripe's objects. The input is the body of a webhook, or a bare object. Whatever
// the object is, every reader has to cope: types and shapes come from outside.
#include "services/stripe/readers/checkoutsession.h"
#include "services/stripe/readers/event.h"
#include "services/stripe/readers/invoice.h"
#include "services/stripe/readers/subscription.h"

#include <QJsonDocument>

#include <optional>

#include "tests/fuzz/fuzz.h"

using namespace Orion;
using Fuzz::require;

namespace
{

std::optional<QJsonObject> writtenAndReadAgain(const QJsonObject &object)
{
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (text.contains("\xef\xbb\xbf"))
        return std::nullopt; // Qt loses one that begins a text
    return QJsonDocument::fromJson(text).object();
}

// Qt loses one that begins a name as soon as it is asked for the name, and writes another object
// than it read.
bool hasByteOrderMark(const QByteArray &json)
{
    return json.contains("\xef\xbb\xbf") || json.toLower().contains("\\ufeff");
}

void checkTime(const QDateTime &time)
{
    if (!time.isValid())
        return;
    require(time.timeSpec() == Qt::UTC, "a time is in UTC");
    require(time.date().year() >= 1970 && time.date().year() <= 9999, "a time has a plain year");
}

void checkCurrency(const QString &currency)
{
    require(currency == currency.toLower(), "a currency is in lower case");
}

void checkItem(const StripeSubscriptionItem &item)
{
    checkTime(item.periodStart);
    checkTime(item.periodEnd);
    checkCurrency(item.currency);
    const auto amount = item.amount();
    require(!amount || item.unitAmount, "an amount comes from a unit's amount");
    const __int128 exact = __int128(item.unitAmount.value_or(0)) * item.quantity;
    require(!amount || exact == *amount, "an amount is the exact product");
}

void checkSubscription(const QJsonObject &object)
{
    const StripeSubscription read = readSubscription(object);
    checkCurrency(read.currency);
    for (const QDateTime &time :
         {read.created, read.trialEnd, read.cancelAt, read.canceledAt, read.endedAt})
        checkTime(time);
    for (const StripeSubscriptionItem &item : read.items)
        checkItem(item);

    const auto written = writtenAndReadAgain(object);
    if (!written)
        return;
    const StripeSubscription again = readSubscription(*written);
    require(read.items.size() == again.items.size(), "every item survives being written");
    for (std::size_t i = 0; i < read.items.size(); ++i)
        require(read.items[i].amount() == again.items[i].amount(),
                "an item's amount survives being written");
}

void checkInvoice(const QJsonObject &object)
{
    const StripeInvoice read = readInvoice(object);
    checkCurrency(read.currency);
    require(!read.status.isEmpty(), "an invoice has a status");
    for (const QDateTime &time :
         {read.date, read.dueDate, read.paidAt, read.periodStart, read.periodEnd})
        checkTime(time);
    require(!read.paymentIds.contains(QString()), "a payment that is named has an id");

    const auto written = writtenAndReadAgain(object);
    const StripeInvoice again = written ? readInvoice(*written) : read;
    require(read.subtotal == again.subtotal && read.tax == again.tax && read.total == again.total &&
                read.amountPaid == again.amountPaid &&
                read.amountRemaining == again.amountRemaining,
            "an invoice's amounts survive being written");
    for (const StripeInvoiceLine &line : readInvoiceLines(object)) {
        checkCurrency(line.currency);
        checkTime(line.periodStart);
        checkTime(line.periodEnd);
    }
    checkCurrency(readInvoicePayment(object).currency);
}

void checkSession(const QJsonObject &object)
{
    const StripeCheckoutSession read = readCheckoutSession(object);
    require(!read.isSettled() || !read.paymentStatus.isEmpty(), "what is settled has a status");
}

bool isWord(const QString &text)
{
    return !text.isEmpty() && text.size() <= 255 &&
           std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c > QChar(0x20) && c < QChar(0x7f); });
}

void checkEnvelope(const StripeEvent &event, const QByteArray &json)
{
    require(isWord(event.id) && isWord(event.type), "id and type are words");
    require(event.apiVersion.isEmpty() || isWord(event.apiVersion), "a version is a word");
    require(event.account.isEmpty() || isWord(event.account), "an account is a word");
    require(event.objectId.isEmpty() || isWord(event.objectId), "an object's id is a word");
    require(event.created.isValid(), "an event has a time");
    checkTime(event.created);
    // PostgreSQL takes every byte of it as text, and the inbox parts columns with 0x1f.
    require(QUtf8StringView(json).isValidUtf8(), "an accepted body is UTF-8");
    require(!json.contains('\0') && !json.contains('\x1f'), "an accepted body has no NUL or 0x1f");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray json = Fuzz::bytesOf(data, size);
    const auto event = readEvent(json);
    if (event)
        checkEnvelope(*event, json);
    else
        require(!event.error().message.isEmpty(), "a refusal says why");
    const QJsonObject object = event ? event->object : QJsonDocument::fromJson(json).object();
    if (hasByteOrderMark(json))
        return 0;
    checkSubscription(object);
    checkInvoice(object);
    checkSession(object);
    return 0;
}
