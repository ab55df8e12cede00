#include "models/domain/subscriptionstate.h"
#include "models/domain/tiermove.h"

#include <QFile>
#include <QTest>

using namespace Orion;

namespace
{

QList<SubscriptionState> allStates()
{
    QList<SubscriptionState> states;
    for (std::size_t i = 0; i < subscriptionStateCount; ++i)
        states.append(SubscriptionState(i));
    return states;
}

QList<BillingOperation> allOperations()
{
    QList<BillingOperation> operations;
    for (std::size_t i = 0; i < billingOperationCount; ++i)
        operations.append(BillingOperation(i));
    return operations;
}

QStringList cellsOf(const QString &line)
{
    QStringList cells;
    for (const QString &cell : line.split(u'|', Qt::SkipEmptyParts))
        cells.append(cell.trimmed());
    return cells;
}

// The rows of the README's table whose first column is "state" and second "checkout".
QList<QStringList> documentedTable()
{
    QFile file(QStringLiteral(BILLING_README));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<QStringList> rows;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (const QString &line : lines) {
        const bool isTable = line.startsWith(u'|');
        if (rows.isEmpty() ? line.startsWith(QLatin1String("| state | checkout")) : isTable)
            rows.append(cellsOf(line));
        else if (!rows.isEmpty())
            break;
    }
    if (rows.size() > 1)
        rows.removeAt(1); // the line under the head
    return rows;
}

const QDateTime now(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);

} // namespace

class TestSubscriptionState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDocumentedTableIsTheOneInTheCode();
    void noStateAllowsASecondSubscription();
    void onlyWhatIsScheduledOrOverCanBeReactivated();
    void everyRefusalSaysWhatToDo();
    void tellsTheState_data();
    void tellsTheState();
    void tellsUpgradesFromDowngrades_data();
    void tellsUpgradesFromDowngrades();
};

void TestSubscriptionState::theDocumentedTableIsTheOneInTheCode()
{
    QList<QStringList> expected{{QStringLiteral("state")}};
    for (const BillingOperation operation : allOperations())
        expected.front().append(toText(operation));
    for (const SubscriptionState state : allStates()) {
        QStringList row{toText(state)};
        for (const BillingOperation operation : allOperations())
            row.append(toText(decide(state, operation)));
        expected.append(row);
    }
    const QList<QStringList> documented = documentedTable();
    QCOMPARE(documented.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(documented.at(i), expected.at(i));
}

void TestSubscriptionState::noStateAllowsASecondSubscription()
{
    const QList<SubscriptionState> withoutStripe{
        SubscriptionState::None, SubscriptionState::LocalTrial, SubscriptionState::LocalTrialEnding,
        SubscriptionState::Cancelled, SubscriptionState::Expired};
    for (const SubscriptionState state : allStates()) {
        const Decision decision = decide(state, BillingOperation::Checkout);
        const bool leadsToCheckout =
            decide(state, BillingOperation::Reactivate).course == Course::Checkout;
        if (withoutStripe.contains(state)) {
            QCOMPARE(decision.course, Course::Do);
        } else {
            QCOMPARE(decision, (Decision{Course::Refuse, ErrorCode::AlreadySubscribed}));
            QVERIFY2(!leadsToCheckout, qPrintable(toText(state)));
        }
    }
}

void TestSubscriptionState::onlyWhatIsScheduledOrOverCanBeReactivated()
{
    for (const SubscriptionState state : allStates()) {
        const Decision decision = decide(state, BillingOperation::Reactivate);
        const bool isEnding = toText(state).endsWith(QLatin1String("_ending"));
        const bool isOver =
            state == SubscriptionState::Cancelled || state == SubscriptionState::Expired;
        QCOMPARE(decision.course == Course::Do, isEnding);
        QCOMPARE(decision.course == Course::Checkout, isOver);
        if (isEnding)
            QCOMPARE(decide(state, BillingOperation::CancelAtPeriodEnd).course, Course::Already);
    }
}

void TestSubscriptionState::everyRefusalSaysWhatToDo()
{
    for (const SubscriptionState state : allStates()) {
        for (const BillingOperation operation : allOperations()) {
            const Decision decision = decide(state, operation);
            if (decision.course != Course::Refuse)
                continue;
            const Error error = refusal(state, operation);
            QCOMPARE(error.code, decision.error);
            QVERIFY(error.code != ErrorCode::Internal);
            QVERIFY2(error.message.endsWith(u'.') && error.message.size() > 20,
                     qPrintable(toText(state) + u' ' + toText(operation)));
        }
    }
}

void TestSubscriptionState::tellsTheState_data()
{
    QTest::addColumn<SubscriptionStatus>("status");
    QTest::addColumn<QString>("stripe");
    QTest::addColumn<int>("daysToTrialEnd");
    QTest::addColumn<int>("daysPastDue");
    QTest::addColumn<bool>("ending");
    QTest::addColumn<QString>("state");
    using S = SubscriptionStatus;
    QTest::newRow("local trial") << S::Trial << "" << 3 << -1 << false << "local_trial";
    QTest::newRow("local, ending") << S::Trial << "" << 3 << -1 << true << "local_trial_ending";
    QTest::newRow("local, over") << S::Trial << "" << 0 << -1 << false << "expired";
    QTest::newRow("local, over, ending") << S::Trial << "" << -1 << -1 << true << "expired";
    QTest::newRow("trialing") << S::Trial << "trialing" << -1 << -1 << false << "trial";
    QTest::newRow("trialing, ending")
        << S::Trial << "trialing" << 3 << -1 << true << "trial_ending";
    QTest::newRow("active") << S::Active << "active" << 0 << -1 << false << "active";
    QTest::newRow("active, ending") << S::Active << "active" << 0 << -1 << true << "active_ending";
    QTest::newRow("past due") << S::PastDue << "past_due" << 0 << 6 << false << "past_due";
    QTest::newRow("past due, ending")
        << S::PastDue << "past_due" << 0 << 6 << true << "past_due_ending";
    QTest::newRow("overdue") << S::PastDue << "past_due" << 0 << 7 << false << "overdue";
    QTest::newRow("unpaid, ending") << S::PastDue << "unpaid" << 0 << 8 << true << "overdue_ending";
    QTest::newRow("collection paused") << S::Paused << "active" << 0 << -1 << false << "paused";
    QTest::newRow("paused, ending") << S::Paused << "paused" << 0 << -1 << true << "paused_ending";
    QTest::newRow("incomplete") << S::Incomplete << "incomplete" << 0 << -1 << false
                                << "incomplete";
    QTest::newRow("a new word") << S::Active << "hibernating" << 0 << -1 << false << "unknown";
    QTest::newRow("cancelled") << S::Cancelled << "canceled" << 0 << -1 << false << "cancelled";
    QTest::newRow("a new word after the end")
        << S::Cancelled << "hibernating" << 0 << -1 << false << "cancelled";
    QTest::newRow("expired") << S::Expired << "incomplete_expired" << 0 << -1 << false << "expired";
}

void TestSubscriptionState::tellsTheState()
{
    QFETCH(SubscriptionStatus, status);
    QFETCH(QString, stripe);
    QFETCH(int, daysToTrialEnd);
    QFETCH(int, daysPastDue);
    QFETCH(bool, ending);
    QFETCH(QString, state);
    StateFacts facts{{status, stripe, now.addDays(daysToTrialEnd), {}}, {}};
    if (daysPastDue >= 0)
        facts.access.pastDueSince = now.addDays(-daysPastDue);
    if (ending)
        facts.cancelAt = now.addDays(10);
    QCOMPARE(toText(stateOf(facts, now)), state);
}

void TestSubscriptionState::tellsUpgradesFromDowngrades_data()
{
    QTest::addColumn<PricedTier>("from");
    QTest::addColumn<PricedTier>("to");
    QTest::addColumn<QString>("move");
    const PricedTier small{1, 10, BillingInterval::Month, 4900};
    const PricedTier smallYear{1, 10, BillingInterval::Year, 49000};
    const PricedTier large{2, 20, BillingInterval::Month, 9900};
    const PricedTier largeYear{2, 20, BillingInterval::Year, 99000};
    const PricedTier custom{3, 30, BillingInterval::Month, std::nullopt};
    QTest::newRow("up") << small << large << "upgrade";
    QTest::newRow("down") << large << small << "downgrade";
    QTest::newRow("to the year") << small << smallYear << "upgrade";
    QTest::newRow("to the month") << smallYear << small << "downgrade";
    QTest::newRow("down in tier, up in price") << large << smallYear << "downgrade";
    QTest::newRow("up in tier, down in price") << smallYear << large << "upgrade";
    QTest::newRow("the same") << largeYear << largeYear << "stay";
    QTest::newRow("the same at an old price")
        << PricedTier{1, 10, BillingInterval::Month, 3900} << small << "stay";
    QTest::newRow("up to a price by contact") << large << custom << "upgrade";
}

void TestSubscriptionState::tellsUpgradesFromDowngrades()
{
    QFETCH(PricedTier, from);
    QFETCH(PricedTier, to);
    QFETCH(QString, move);
    QCOMPARE(toText(moveBetween(from, to)), move);
}

QTEST_GUILESS_MAIN(TestSubscriptionState)
#include "test_subscriptionstate.moc"
