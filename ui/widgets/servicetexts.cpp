#include "ui/widgets/servicetexts.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <optional>
#include <vector>

namespace Orion::ServiceTexts
{

namespace
{

// What the services that the console calls may say, and what events are marked with. Placeholders
// stand for whatever the service filled in.
constexpr const char *sentences[] = {
    QT_TRANSLATE_NOOP("ServiceTexts", "Enter an amount such as %1."),
    QT_TRANSLATE_NOOP("ServiceTexts", "This amount is too large."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The sum is too large."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 amounts have at most %2 decimal places."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 and %2 cannot be added."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The list cannot be continued from here. Load it again."),
    QT_TRANSLATE_NOOP("ServiceTexts", "This invoice is no longer there. Load the list again."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Enter a currency of three letters, such as eur."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A price cannot be negative."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A Stripe price id begins with price_."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A Stripe product id begins with prod_."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The month and the year need a Stripe price each."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Enter the monthly price that this Stripe price has."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Enter the annual price that this Stripe price has."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Begin with a letter; then lower-case letters, digits and underscores, at "
                      "most 40."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Enter the name that vendors see."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Enter a whole number from 0 to 2,147,483,647."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Write the feature “%1” in lower-case letters, digits and underscores."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Stripe price %1 is known with another amount or interval, of the tier %2. "
                      "Enter the id of a new price."),
    QT_TRANSLATE_NOOP("ServiceTexts", "This tier does not exist any more. Reload the list."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The tier %1 has this code already."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The tier %1 stands at this place already. Choose another display order."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Somebody else changed this tier in the meantime. Compare the two versions."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The code of a tier cannot change, programs rely on it."),
    QT_TRANSLATE_NOOP("ServiceTexts", "There is no vendor %1. Reload the list."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "This cursor is none of this list. Begin with the first page."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The export was cancelled."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The export could not be written: %1."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A filter has characters that the database does not take."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The database has the schema version %1, this program knows only up to %2. "
                      "Install the newer version of this program."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The database lacks %1 of %2 migrations. Run orion-companion migrate."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The database %1 cannot be reached. Check that it is running and that the "
                      "address is right."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The database cannot be reached. Check that it is running."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The database connection was lost; nothing was changed. Try again."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The database connection was lost while saving. Check whether the change is "
                      "there before you repeat it."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Someone else changed the same data. Try again."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Your database role does not have the right to do this."),
    QT_TRANSLATE_NOOP(
        "ServiceTexts",
        "The database took too long and was stopped. Narrow the filter or try again."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The database refused the statement (%1)."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A statement of this change failed; nothing was changed."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A live event; this database belongs to Stripe's test mode."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A test event; this database belongs to Stripe's live mode."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "An event of the Stripe account %1; this database belongs to %2."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Nothing is done with events of this type."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The vendor keeps the trial until the first payment."),
    QT_TRANSLATE_NOOP(
        "ServiceTexts",
        "The vendor has another live subscription at Stripe, %1. End one of the two."),
    QT_TRANSLATE_NOOP("ServiceTexts", "This checkout was not for a subscription."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payment has not arrived yet."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A newer state of this object was applied before."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "No vendor is known for this subscription, customer or vendor code yet."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "No vendor belongs to customer %1 yet. Register the vendor, then replay the "
                      "event."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payment did not arrive."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The event's invoice has no currency."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The bank wants the customer to confirm the payment."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Stripe cannot finalise this invoice: %1"),
    QT_TRANSLATE_NOOP("ServiceTexts", "A preview of an invoice that is not there yet."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "No invoice is known for this payment yet; it is noted there as soon as one "
                      "is."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The event's charge has no id, currency or amount."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The event's dispute has no id, status, charge or currency."),
    QT_TRANSLATE_NOOP("ServiceTexts", "No vendor has this customer."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The event's customer has no id."),
    QT_TRANSLATE_NOOP("ServiceTexts", "This payment was made outside Stripe."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The add-on's first payment never came."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The add-on's first payment has not arrived yet."),
    QT_TRANSLATE_NOOP("ServiceTexts", "No add-on has this code or price. Add it to the catalogue."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The event's subscription has no id or no status."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "There is no tier on sale. Activate one and replay the event."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The event's payload is no longer kept, so it cannot be applied again. Run "
                      "orion-companion stripe sync instead."),
    QT_TRANSLATE_NOOP("ServiceTexts", "There is no event %1, or its payload is no longer kept."),
    QT_TRANSLATE_NOOP("ServiceTexts", "There is no event %1."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The cursor is not one of this list. Start from its beginning."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payload of %1 is no longer kept."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 was asked for at this very moment."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 order window was opened."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 order windows were opened."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 trial is over."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 trials are over."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 subscription expired."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 subscriptions expired."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 add-on expired."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 add-ons expired."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 key of a usage change was forgotten."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 keys of usage changes were forgotten."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 old record was forgotten."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 old records were forgotten."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Nothing was due."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The snapshot of %1 was taken."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 vendor was counted."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 vendors were counted."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 subscription was counted."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 subscriptions were counted."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 event since %1 compared, %2 recovered."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 events since %2 compared, %3 recovered."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 event could not be stored; see the log."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 events could not be stored; see the log."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Another recovery was running; it takes in the same."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Another recovery is running on this database. Wait for it."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Nothing came in since %1, and Stripe keeps events for 30 days only. Run "
                      "orion-companion stripe sync and stripe backfill for what is older."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 subscription was compared."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 subscriptions were compared."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 difference was repaired."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 differences were repaired."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 difference remains."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 differences remain."),
    QT_TRANSLATE_NOOP("ServiceTexts", "`orion-companion stripe check` lists them."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Another synchronisation was running."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Another synchronisation is running on this database. Wait for it."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Cancelled by %1."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The program is ending."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The connection to the database was lost meanwhile."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The companion that ran it ended or lost the database."),
    QT_TRANSLATE_NOOP("ServiceTexts", "It is not begun again after so many attempts."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The payment system is not configured: set STRIPE_SECRET_KEY."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The payment system cannot be reached. Try again in a moment."),
    QT_TRANSLATE_NOOP(
        "ServiceTexts",
        "The payment system did not answer in time. Try again in a moment; nothing is "
        "done twice."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The program is ending; the call was given up."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payment system is busy. Try again in a moment."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The payment system refused our key. Check STRIPE_SECRET_KEY."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payment was declined. Use another payment method."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The payment system does not know what was asked for. Compare with stripe "
                      "check."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The payment system refused the request; the log has its reason."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payment system failed. Try again in a moment."),
    QT_TRANSLATE_NOOP("ServiceTexts", "The payment system failed."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "Stripe did not say which account STRIPE_SECRET_KEY belongs to. Check "
                      "STRIPE_API_BASE."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "STRIPE_SECRET_KEY is a live key, but this database belongs to Stripe's test "
                      "mode. Use a test key or another database."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "STRIPE_SECRET_KEY is a test key, but this database belongs to Stripe's live "
                      "mode. Use a live key or another database."),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "STRIPE_SECRET_KEY is of the Stripe account %1, but this database belongs to "
                      "%2. Use a key of that account, or another database."),
    // Of recommendations. Nouns and parts of sentences are filled in, too.
    QT_TRANSLATE_NOOP("ServiceTexts", "Product"), QT_TRANSLATE_NOOP("ServiceTexts", "Order"),
    QT_TRANSLATE_NOOP("ServiceTexts", "Team member"), QT_TRANSLATE_NOOP("ServiceTexts", "product"),
    QT_TRANSLATE_NOOP("ServiceTexts", "order"), QT_TRANSLATE_NOOP("ServiceTexts", "team member"),
    QT_TRANSLATE_NOOP("ServiceTexts", "products"), QT_TRANSLATE_NOOP("ServiceTexts", "orders"),
    QT_TRANSLATE_NOOP("ServiceTexts", "team members"), QT_TRANSLATE_NOOP("ServiceTexts", "1 day"),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 days"), QT_TRANSLATE_NOOP("ServiceTexts", "later"),
    QT_TRANSLATE_NOOP("ServiceTexts", "failed"), QT_TRANSLATE_NOOP("ServiceTexts", "was lost"),
    QT_TRANSLATE_NOOP("ServiceTexts", "most likely on %1, between %2 and %3"),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      ", among the %1 subscriptions that have a limit (%2 have none)"),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 capacity nearly used up"),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 capacity approaching limit"),
    QT_TRANSLATE_NOOP("ServiceTexts", "Currently at %1 of theoretical %2 capacity."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Currently at %1 of theoretical %2 capacity%3."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Consider upgrading vendor tiers or adding capacity."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Next infrastructure step in %1"),
    QT_TRANSLATE_NOOP("ServiceTexts", "The forecast reaches %1 clients %2."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Prepare the next step of the scaling table."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Prepare the next step of the scaling table now."),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 capacity reached in %2"),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "The forecast of %1 use reaches the sum of its limits, %2 at present, %3."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Upgrade the vendors that are near their limit before then."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Many %1 vendors are near their limit"),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "%1 of %2 subscriptions use %3% or more of a limit, most often of %4 (%5)."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Offer them the upgrade to %1."),
    QT_TRANSLATE_NOOP("ServiceTexts", "No tier above has more; agree on higher limits with them."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Current tier: %1"),
    QT_TRANSLATE_NOOP("ServiceTexts", "This is the last step of the scaling table."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Monitor growth and plan for infrastructure scaling."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Next upgrade trigger: %1 vendors; there are %2."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Webhook events wait"),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 events are to be applied; the oldest waits for %2 s."),
    QT_TRANSLATE_NOOP("ServiceTexts", "See that a companion runs, and that the database keeps up."),
    QT_TRANSLATE_NOOP("ServiceTexts", "1 webhook event failed"),
    QT_TRANSLATE_NOOP("ServiceTexts", "%1 webhook events failed"),
    QT_TRANSLATE_NOOP("ServiceTexts",
                      "They could not be applied after several attempts, and wait for somebody."),
    QT_TRANSLATE_NOOP("ServiceTexts", "See why, mend the cause, and replay them."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Job %1 %2"),
    QT_TRANSLATE_NOOP("ServiceTexts", "Its last run ended at %1: %2"),
    QT_TRANSLATE_NOOP("ServiceTexts", "it did not say why."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Mend the cause and run it again."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Capacity snapshots are missing"),
    QT_TRANSLATE_NOOP("ServiceTexts", "No capacity snapshot yet"),
    QT_TRANSLATE_NOOP("ServiceTexts", "The last one is of %1; trends and forecasts go stale."),
    QT_TRANSLATE_NOOP("ServiceTexts", "Trends and forecasts need some days of them."),
    QT_TRANSLATE_NOOP("ServiceTexts", "See that the job capture_capacity_snapshot runs."),
    QT_TRANSLATE_NOOP("ServiceTexts", "A forecast reaches from 1 to %1 days.")};

struct Pattern
{
    const char *source;
    QRegularExpression expression;
};

const QRegularExpression &placeholder()
{
    static const QRegularExpression expression(QStringLiteral("%([1-9])"));
    return expression;
}

Pattern patternOf(const char *source)
{
    QString expression;
    const QString text = QString::fromUtf8(source);
    qsizetype from = 0;
    for (const auto &match : placeholder().globalMatch(text)) {
        expression += QRegularExpression::escape(text.sliced(from, match.capturedStart() - from));
        // A sentence that begins with one does not begin with another sentence.
        expression += match.capturedStart() == 0 ? QStringLiteral("((?:(?!\\. ).)+?)")
                                                 : QStringLiteral("(.+?)");
        from = match.capturedEnd();
    }
    expression += QRegularExpression::escape(text.sliced(from));
    return {source, QRegularExpression(QRegularExpression::anchoredPattern(expression),
                                       QRegularExpression::DotMatchesEverythingOption)};
}

const std::vector<Pattern> &patterns()
{
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> made;
        for (const char *sentence : sentences)
            made.push_back(patternOf(sentence));
        return made;
    }();
    return all;
}

// In one pass, so that what is filled in is never taken for a placeholder. That may be a sentence
// itself, such as what a run said.
QString filledIn(const QString &text, const QRegularExpressionMatch &values)
{
    QString filled;
    qsizetype from = 0;
    for (const auto &place : placeholder().globalMatch(text)) {
        filled += text.sliced(from, place.capturedStart() - from);
        filled += shown(values.captured(place.captured(1).toInt()));
        from = place.capturedEnd();
    }
    return filled + text.sliced(from);
}

// Nothing when nobody translated it as a whole.
std::optional<QString> translated(const QString &sentence)
{
    for (const Pattern &pattern : patterns()) {
        const auto match = pattern.expression.match(sentence);
        if (match.hasMatch())
            return filledIn(QCoreApplication::translate("ServiceTexts", pattern.source), match);
    }
    return std::nullopt;
}

} // namespace

QString shown(const QString &sentence)
{
    if (const auto whole = translated(sentence))
        return *whole;
    // Several in a row: the longest beginning that is known, then what follows.
    for (qsizetype end = sentence.lastIndexOf(QLatin1String(". ")); end > 0;
         end = sentence.lastIndexOf(QLatin1String(". "), end - 1))
    {
        if (const auto first = translated(sentence.first(end + 1)))
            return *first + u' ' + shown(sentence.sliced(end + 2));
    }
    return sentence;
}

} // namespace Orion::ServiceTexts
