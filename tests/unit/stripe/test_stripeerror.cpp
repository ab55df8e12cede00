#include "services/stripe/client/replyreader.h"

#include <QTest>

using namespace Orion;

namespace
{

StripeReply reply(int status, const QByteArray &body)
{
    StripeReply reply;
    reply.status = status;
    reply.body = body;
    reply.requestId = QStringLiteral("req_1");
    return reply;
}

QByteArray errorBody(const QByteArray &type, const QByteArray &code)
{
    return "{\"error\": {\"type\": \"" + type + "\", \"code\": \"" + code +
           "\", \"message\": \"No.\", \"param\": \"customer\"}}";
}

} // namespace

class TestStripeError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnObject();
    void readsAnErrorWhole();
    void tellsKindsApart_data();
    void tellsKindsApart();
    void takesNothingElseForStripe_data();
    void takesNothingElseForStripe();
    void readsHeaders();
    void saysWhatToDo_data();
    void saysWhatToDo();
    void keepsStripesWordsForTheLog();
};

void TestStripeError::readsAnObject()
{
    StripeReply good = reply(200, R"({"id": "cus_1"})");
    good.replayed = true;
    const auto answer = readReply(good);
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->object.value(QLatin1String("id")).toString(), QStringLiteral("cus_1"));
    QCOMPARE(answer->requestId, QStringLiteral("req_1"));
    QVERIFY(answer->replayed);
}

void TestStripeError::readsAnErrorWhole()
{
    const auto answer =
        readReply(reply(402, R"({"error": {"type": "card_error", "code": "card_declined",
                                  "decline_code": "insufficient_funds", "param": "source",
                                  "message": "Your card has insufficient funds."}})"));
    QVERIFY(!answer);
    const StripeError &error = answer.error();
    QCOMPARE(error.kind, StripeErrorKind::Card);
    QCOMPARE(error.status, 402);
    QCOMPARE(error.type, QStringLiteral("card_error"));
    QCOMPARE(error.code, QStringLiteral("card_declined"));
    QCOMPARE(error.declineCode, QStringLiteral("insufficient_funds"));
    QCOMPARE(error.param, QStringLiteral("source"));
    QCOMPARE(error.message, QStringLiteral("Your card has insufficient funds."));
    QCOMPARE(error.requestId, QStringLiteral("req_1"));
    QVERIFY(error.isFinal());
}

void TestStripeError::tellsKindsApart_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("isFinal");
    const auto row = [](const char *name, int status, const char *type, StripeErrorKind kind,
                        bool isFinal) {
        QTest::newRow(name) << status << QByteArray(type) << int(kind) << isFinal;
    };
    const char *invalid = "invalid_request_error";
    row("a wrong parameter", 400, invalid, StripeErrorKind::InvalidRequest, true);
    row("an unknown key", 401, invalid, StripeErrorKind::Authentication, true);
    row("a declined card", 402, "card_error", StripeErrorKind::Card, true);
    row("a key without the right", 403, invalid, StripeErrorKind::Authentication, true);
    row("nothing there", 404, invalid, StripeErrorKind::NotFound, true);
    row("a key with other parameters", 400, "idempotency_error", StripeErrorKind::Idempotency,
        true);
    row("a key in use", 409, "idempotency_error", StripeErrorKind::Idempotency, false);
    row("another conflict", 409, invalid, StripeErrorKind::Idempotency, false);
    row("too many", 429, "rate_limit_error", StripeErrorKind::RateLimited, false);
    row("another 4xx", 422, invalid, StripeErrorKind::InvalidRequest, true);
    row("a failure", 500, "api_error", StripeErrorKind::Api, false);
    row("a pause", 503, "api_error", StripeErrorKind::Api, false);
}

void TestStripeError::tellsKindsApart()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(int, kind);
    QFETCH(bool, isFinal);
    const auto answer = readReply(reply(status, errorBody(type, "some_code")));
    QVERIFY(!answer);
    QCOMPARE(int(answer.error().kind), kind);
    QCOMPARE(answer.error().isFinal(), isFinal);
    QCOMPARE(answer.error().code, QStringLiteral("some_code"));
}

// Something between Stripe and us answered, or Stripe is broken: nobody knows what was done.
void TestStripeError::takesNothingElseForStripe_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a page with 200") << 200 << QByteArray("<html>Welcome</html>");
    QTest::newRow("half an object") << 200 << QByteArray(R"({"id": "cus_)");
    QTest::newRow("a list") << 200 << QByteArray("[]");
    QTest::newRow("nothing") << 200 << QByteArray();
    QTest::newRow("a redirection") << 302 << QByteArray("{}");
    QTest::newRow("a page with 404") << 404 << QByteArray("<html>Not here</html>");
    QTest::newRow("an object without an error, 403") << 403 << QByteArray("{}");
    QTest::newRow("an error that is a text") << 400 << QByteArray(R"({"error": "no"})");
    QTest::newRow("a page with 502") << 502 << QByteArray("<html>Bad gateway</html>");
}

void TestStripeError::takesNothingElseForStripe()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto answer = readReply(reply(status, body));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::Api);
    QCOMPARE(answer.error().status, status);
    QVERIFY(!answer.error().isFinal());
}

void TestStripeError::readsHeaders()
{
    using namespace std::chrono_literals;
    QMap<QByteArray, QByteArray> headers{{"Request-Id", "req_7"},
                                         {"Idempotent-Replayed", "true"},
                                         {"Stripe-Should-Retry", "false"},
                                         {"Retry-After", "3"}};
    const auto header = [&](const char *name) { return headers.value(name); };
    const StripeReply read = replyHead(429, header);
    QCOMPARE(read.requestId, QStringLiteral("req_7"));
    QVERIFY(read.replayed);
    QCOMPARE(read.shouldRetry, std::optional(false));
    QVERIFY(read.retryAfter == std::optional<std::chrono::milliseconds>(3s));

    headers = {{"Stripe-Should-Retry", "perhaps"}, {"Retry-After", "Tue, 24 Nov 2026"}};
    const StripeReply odd = replyHead(200, header);
    QVERIFY(!odd.replayed);
    QVERIFY(!odd.shouldRetry);
    QVERIFY(!odd.retryAfter);
}

void TestStripeError::saysWhatToDo_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, StripeErrorKind kind, ErrorCode code, const char *word) {
        QTest::newRow(name) << int(kind) << int(code) << QString::fromUtf8(word);
    };
    row("no key", StripeErrorKind::NotConfigured, ErrorCode::PaymentSystemNotConfigured,
        "STRIPE_SECRET_KEY");
    row("no connection", StripeErrorKind::Connection, ErrorCode::PaymentSystemFailed, "reached");
    row("late", StripeErrorKind::Timeout, ErrorCode::Timeout, "in time");
    row("ending", StripeErrorKind::Cancelled, ErrorCode::Cancelled, "ending");
    row("busy", StripeErrorKind::RateLimited, ErrorCode::PaymentSystemFailed, "busy");
    row("wrong key", StripeErrorKind::Authentication, ErrorCode::PaymentSystemFailed,
        "STRIPE_SECRET_KEY");
    row("declined", StripeErrorKind::Card, ErrorCode::PaymentSystemFailed, "declined");
    row("refused", StripeErrorKind::InvalidRequest, ErrorCode::PaymentSystemFailed, "refused");
    row("unknown", StripeErrorKind::NotFound, ErrorCode::PaymentSystemFailed, "stripe check");
    row("key used", StripeErrorKind::Idempotency, ErrorCode::PaymentSystemFailed, "refused");
    row("failed", StripeErrorKind::Api, ErrorCode::PaymentSystemFailed, "failed");
}

void TestStripeError::saysWhatToDo()
{
    QFETCH(int, kind);
    QFETCH(int, code);
    QFETCH(QString, word);
    StripeError error;
    error.kind = StripeErrorKind(kind);
    const Error shown = toError(error);
    QCOMPARE(int(shown.code), code);
    QVERIFY2(shown.message.contains(word), qPrintable(shown.message));
    QVERIFY(shown.message.endsWith(u'.'));
}

void TestStripeError::keepsStripesWordsForTheLog()
{
    StripeError error;
    error.kind = StripeErrorKind::Card;
    error.status = 402;
    error.code = QStringLiteral("card_declined");
    error.declineCode = QStringLiteral("lost_card");
    error.message = QStringLiteral("Your card was declined.");
    error.requestId = QStringLiteral("req_9");
    const Error shown = toError(error);
    QCOMPARE(shown.detail, QString::fromUtf8("HTTP 402 · card_declined · lost_card · Your card was "
                                             "declined. · req_9"));
    QVERIFY(!shown.message.contains(QLatin1String("lost_card")));
}

QTEST_GUILESS_MAIN(TestStripeError)
#include "test_stripeerror.moc"
