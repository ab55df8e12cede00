#include "tests/integration/billing/billingworld.h"

#include <QtTest>

using namespace Orion;

namespace
{

// What an operation came to, in the words of the table; and what it changed at Stripe.
struct Outcome
{
    QString word;
    QStringList changes;
};

template <typename Answer>
QString wordOf(const Answer &answer, const QStringList &changes)
{
    if (!answer)
        return errorCodeName(answer.error().code);
    return changes.isEmpty() ? QStringLiteral("already") : QStringLiteral("do");
}

TierWish wish(const char *tier)
{
    return {QString::fromLatin1(tier), false};
}

Outcome perform(BillingWorld &world, BillingOperation operation)
{
    Session &session = world.session();
    const BillingService &service = world.service;
    const auto outcome = [&](const auto &answer) {
        return Outcome{wordOf(answer, world.stripe.changes()), world.stripe.changes()};
    };
    switch (operation) {
    case BillingOperation::Checkout:
        return outcome(service.checkout(session, acme, wish("essential"), actor));
    case BillingOperation::Preview:
        return outcome(service.previewChange(session, acme, wish("business")));
    case BillingOperation::Upgrade:
        return outcome(service.changeTier(session, acme, {wish("business"), {}}, actor));
    case BillingOperation::Downgrade:
        return outcome(service.changeTier(session, acme, {wish("essential"), {}}, actor));
    case BillingOperation::CancelAtPeriodEnd:
        return outcome(service.cancel(session, acme, {{}, false}, actor));
    case BillingOperation::CancelNow:
        return outcome(service.cancel(session, acme, {{}, true}, actor));
    case BillingOperation::Pause:
        return outcome(service.pause(session, acme, actor));
    case BillingOperation::Resume:
        return outcome(service.resume(session, acme, actor));
    case BillingOperation::Portal:
        return outcome(service.portal(session, acme));
    case BillingOperation::Reactivate: {
        const auto answer = service.reactivate(session, acme, actor);
        Outcome told = outcome(answer);
        if (answer && answer->checkout)
            told.word = QStringLiteral("checkout");
        return told;
    }
    case BillingOperation::BuyAddon:
        break;
    }
    return {};
}

bool isLocal(SubscriptionState state)
{
    return state == SubscriptionState::LocalTrial || state == SubscriptionState::LocalTrialEnding;
}

} // namespace

// Every cell of the table, through the service, the database and a Stripe.
class TestBillingStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServiceKeepsToTheTable_data();
    void theServiceKeepsToTheTable();
};

void TestBillingStates::theServiceKeepsToTheTable_data()
{
    QTest::addColumn<SubscriptionState>("state");
    for (std::size_t s = 0; s < subscriptionStateCount; ++s)
        QTest::newRow(qPrintable(toText(SubscriptionState(s)))) << SubscriptionState(s);
}

void TestBillingStates::theServiceKeepsToTheTable()
{
    QFETCH(SubscriptionState, state);
    BillingWorld world;
    for (std::size_t o = 0; o < billingOperationCount; ++o) {
        const auto operation = BillingOperation(o);
        if (operation == BillingOperation::BuyAddon) // the add-ons' own tests
            continue;
        world.forgetEverything();
        world.standIn(state);
        world.execute(QStringLiteral("update billing.vendors set stripe_customer_id = 'cus_1'"));
        world.stripe.forgetCalls();

        const Decision expected = decide(state, operation);
        const Outcome outcome = perform(world, operation);
        const QByteArray where = (toText(state) + u' ' + toText(operation)).toUtf8();
        // A local trial is changed in the database alone.
        const bool isLocalChange = isLocal(state) && expected.course == Course::Do &&
                                   operation != BillingOperation::Checkout &&
                                   operation != BillingOperation::Portal;
        if (isLocalChange) {
            QVERIFY2(outcome.word == QLatin1String("already"), where.constData());
            QVERIFY2(outcome.changes.isEmpty(), where.constData());
            continue;
        }
        QVERIFY2(outcome.word == toText(expected), QByteArray(where + ": " + outcome.word.toUtf8() +
                                                              ", not " + toText(expected).toUtf8())
                                                       .constData());
        const bool acts = expected.course == Course::Do || expected.course == Course::Checkout;
        QVERIFY2(outcome.changes.isEmpty() != acts, where.constData());
    }
}

QTEST_GUILESS_MAIN(TestBillingStates)
#include "test_billingstates.moc"
