#include "services/stripe/client/ratelimiter.h"
#include "services/stripe/client/retryrules.h"

#include <QTest>

using namespace Orion;
using namespace std::chrono_literals;

namespace
{

using Time = StripeRateLimiter::Time;
const Time start{1'000s};

// Sends a call as soon as it may go and answers when that was.
Time next(StripeRateLimiter &limiter, StripePriority priority, Time from)
{
    const Time at = from + limiter.waitFor(priority, from);
    limiter.note(at);
    return at;
}

} // namespace

// When a call is repeated, and when it goes at all.
class TestStripeRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repeatsWhatMayGoBetter_data();
    void repeatsWhatMayGoBetter();
    void doublesThePauseUpToALimit();
    void shortensThePauseByLuck();
    void waitsAsLongAsStripeAsks();
    void givesUpAfterTheLastAttempt();

    void letsInteractiveCallsGoAtOnce();
    void neverExceedsTheLimitInAnySecond();
    void spreadsBackgroundCalls();
    void givesInteractiveCallsTheNextFreePlace();
    void leavesBackgroundWhatIsFree();
    void knowsNoLimitAtZero();
};

void TestStripeRetries::repeatsWhatMayGoBetter_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("header"); // Stripe-Should-Retry
    QTest::addColumn<bool>("expected");
    const QString none;
    const QString yes = QStringLiteral("true");
    const QString no = QStringLiteral("false");
    QTest::newRow("no answer") << 0 << none << true;
    for (const int status : {409, 429, 500, 502, 503, 504}) {
        QTest::addRow("%d", status) << status << none << true;
        QTest::addRow("%d, Stripe says no", status) << status << no << false;
        QTest::addRow("%d, Stripe says yes", status) << status << yes << true;
    }
    for (const int status : {400, 401, 402, 403, 404}) {
        QTest::addRow("%d", status) << status << none << false;
        QTest::addRow("%d, Stripe says yes", status) << status << yes << false;
    }
    for (const int status : {200, 302, 405, 422}) {
        QTest::addRow("%d", status) << status << none << false;
        QTest::addRow("%d, Stripe says yes", status) << status << yes << true;
    }
}

void TestStripeRetries::repeatsWhatMayGoBetter()
{
    QFETCH(int, status);
    QFETCH(QString, header);
    QFETCH(bool, expected);
    StripeAttempt attempt{status, {}, {}};
    if (!header.isNull())
        attempt.shouldRetry = header == QLatin1String("true");
    QCOMPARE(isWorthRepeating(attempt), expected);
    QCOMPARE(pauseBeforeRetry({}, attempt, 1, 0).has_value(), expected);
}

void TestStripeRetries::doublesThePauseUpToALimit()
{
    const StripeRetries rules{10, 500ms, 5s};
    const StripeAttempt failed{503, {}, {}};
    const std::vector<std::chrono::milliseconds> expected{500ms, 1s, 2s, 4s, 5s, 5s, 5s};
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(pauseBeforeRetry(rules, failed, int(i) + 1, 0) == expected.at(i));
}

void TestStripeRetries::shortensThePauseByLuck()
{
    const StripeAttempt failed{0, {}, {}};
    QVERIFY(pauseBeforeRetry({}, failed, 2, 0) == 1000ms);
    QVERIFY(pauseBeforeRetry({}, failed, 2, 0.5) == 750ms);
    QVERIFY(pauseBeforeRetry({}, failed, 2, 1) == 500ms);
}

void TestStripeRetries::waitsAsLongAsStripeAsks()
{
    QVERIFY(pauseBeforeRetry({}, {429, {}, 7s}, 1, 1) == 7s);
    QVERIFY(pauseBeforeRetry({}, {429, {}, 0s}, 1, 0) == 500ms);
    QVERIFY(pauseBeforeRetry({}, {503, {}, 2s}, 1, 0) == 2s);
}

void TestStripeRetries::givesUpAfterTheLastAttempt()
{
    const StripeRetries rules{3, 500ms, 5s};
    QVERIFY(pauseBeforeRetry(rules, {500, {}, {}}, 2, 0));
    QVERIFY(!pauseBeforeRetry(rules, {500, {}, {}}, 3, 0));
    QVERIFY(!pauseBeforeRetry(rules, {429, true, 1s}, 3, 0));
}

void TestStripeRetries::letsInteractiveCallsGoAtOnce()
{
    StripeRateLimiter limiter(5);
    for (int i = 0; i < 5; ++i)
        QVERIFY(next(limiter, StripePriority::Interactive, start) == start);
    QVERIFY(next(limiter, StripePriority::Interactive, start) == start + 1s);
    QVERIFY(next(limiter, StripePriority::Interactive, start + 1500ms) == start + 1500ms);
}

void TestStripeRetries::neverExceedsTheLimitInAnySecond()
{
    constexpr int limit = 7;
    StripeRateLimiter limiter(limit);
    std::vector<Time> sent;
    Time now = start;
    for (int i = 0; i < 200; ++i) {
        // Bursts, pauses and both kinds, in a pattern without end.
        now += std::chrono::milliseconds(i % 13 == 0 ? 700 : i % 3);
        const auto priority = i % 5 < 2 ? StripePriority::Background : StripePriority::Interactive;
        now = next(limiter, priority, now);
        sent.push_back(now);
    }
    for (std::size_t i = limit; i < sent.size(); ++i)
        QVERIFY(sent.at(i) - sent.at(i - limit) >= 1s);
}

void TestStripeRetries::spreadsBackgroundCalls()
{
    StripeRateLimiter limiter(4);
    Time now = start;
    for (int i = 0; i < 12; ++i) {
        now = next(limiter, StripePriority::Background, now);
        QVERIFY(now == start + i * 250ms);
    }
}

void TestStripeRetries::givesInteractiveCallsTheNextFreePlace()
{
    StripeRateLimiter limiter(4);
    Time now = start;
    for (int i = 0; i < 8; ++i)
        now = next(limiter, StripePriority::Background, now);
    QVERIFY(limiter.waitFor(StripePriority::Interactive, now) <= 250ms);
}

void TestStripeRetries::leavesBackgroundWhatIsFree()
{
    StripeRateLimiter limiter(4);
    for (int i = 0; i < 3; ++i)
        next(limiter, StripePriority::Interactive, start);
    QVERIFY(limiter.waitFor(StripePriority::Background, start) == 250ms);
    QVERIFY(next(limiter, StripePriority::Background, start) == start + 250ms);
    QVERIFY(limiter.waitFor(StripePriority::Background, start + 250ms) == 750ms);
}

void TestStripeRetries::knowsNoLimitAtZero()
{
    StripeRateLimiter limiter(0);
    for (int i = 0; i < 10'000; ++i)
        QVERIFY(next(limiter, StripePriority::Background, start) == start);
}

QTEST_GUILESS_MAIN(TestStripeRetries)
#include "test_striperetries.moc"
