// A load generator: sends prepared requests over kept-alive connections and prints, on one line,
//   began=… accepted=… refused=… broken=… seconds=… per_second=… p50_ms=… p99_ms=…
// Exits 0 if every request was answered with 2xx, 1 if not, 2 on wrong usage.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QRandomGenerator>
#include <QTextStream>
#include <QUrl>

#include "services/platform/clock.h"
#include "services/platform/tokenissuer.h"
#include "services/stripe/signature.h"
#include "tests/bench/load/eventfactory.h"
#include "tests/bench/load/loadrun.h"

using namespace Orion;
using namespace Orion::Bench;

namespace
{

struct Plan
{
    QUrl url;
    QByteArray method;
    QByteArray headerLines;
    int connections = 32;
    int requests = 0;
    qsizetype eventBytes = 0;
    QByteArray secret;
    QByteArray run;
    QList<Subject> subjects;
    bool isMoving = false; // every event changes something
    int ahead = 0;         // seconds from now of the last events
    QByteArray body;
    QByteArrayList authorizations; // header lines, one of them at random in each request
};

void addOptions(QCommandLineParser &parser)
{
    parser.addHelpOption();
    const auto add = [&](const char *name, const char *help, const char *value,
                         const char *standard = "") {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(help),
                          QString::fromLatin1(value), QString::fromLatin1(standard)});
    };
    add("url", "where to send to: http://ADDRESS:PORT/path", "URL");
    add("connections", "how many at once", "N", "32");
    add("requests", "how many in all", "N", "10000");
    add("method", "of requests without events", "NAME", "GET");
    add("header", "a header line to send, may be repeated", "LINE");
    add("body", "a JSON body of requests without events", "JSON");
    add("vendors", "send a token of one of the vendor codes in FILE, at random", "FILE");
    add("jwt-secret", "what the tokens are signed with", "SECRET");
    add("secret", "send Stripe events signed with this secret", "SECRET");
    add("event-bytes", "size of an event's body", "N", "2048");
    add("run", "a word in the events' ids that makes them unique", "WORD", "run");
    add("subscriptions", "events tell about those in FILE: subscription customer price", "FILE");
    add("ahead", "the last events are from so many seconds from now", "SECONDS", "0");
    parser.addOption({QStringLiteral("moving"),
                      QStringLiteral("each event begins a period, every tenth lacks its payment")});
    parser.addOption({QStringLiteral("print-event"), QStringLiteral("print one body and end")});
}

// A token for each vendor code of the file.
QByteArrayList readAuthorizations(const QString &file, const QByteArray &secret)
{
    QByteArrayList lines;
    QFile input(file);
    if (file.isEmpty() || !input.open(QIODevice::ReadOnly))
        return lines;
    Configuration configuration;
    configuration.jwtSecret = Secret(secret);
    for (const QByteArray &code : input.readAll().simplified().split(' ')) {
        const auto token = issueToken(
            configuration, {TokenRole::Vendor, QString::fromUtf8(code), std::chrono::hours(1)},
            SystemClock());
        if (token)
            lines.append("Authorization: Bearer " + token->reveal() + "\r\n");
    }
    return lines;
}

Plan readPlan(const QCommandLineParser &parser)
{
    Plan plan;
    plan.url = QUrl(parser.value(QStringLiteral("url")));
    plan.method = parser.value(QStringLiteral("method")).toUtf8();
    for (const QString &line : parser.values(QStringLiteral("header")))
        plan.headerLines += line.toUtf8() + "\r\n";
    plan.connections = parser.value(QStringLiteral("connections")).toInt();
    plan.requests = parser.value(QStringLiteral("requests")).toInt();
    plan.eventBytes = parser.value(QStringLiteral("event-bytes")).toLongLong();
    plan.secret = parser.value(QStringLiteral("secret")).toUtf8();
    plan.run = parser.value(QStringLiteral("run")).toUtf8();
    plan.isMoving = parser.isSet(QStringLiteral("moving"));
    plan.ahead = parser.value(QStringLiteral("ahead")).toInt();
    plan.body = parser.value(QStringLiteral("body")).toUtf8();
    plan.authorizations = readAuthorizations(parser.value(QStringLiteral("vendors")),
                                             parser.value(QStringLiteral("jwt-secret")).toUtf8());
    plan.subjects = readSubjects(parser.value(QStringLiteral("subscriptions")));
    if (plan.subjects.isEmpty())
        plan.subjects.append({"sub_bench_nobody", "cus_bench_nobody", "price_bench_none"});
    return plan;
}

QByteArray eventBody(const Plan &plan, int number, const QDateTime &now)
{
    const QByteArray id =
        "evt_bench_" + plan.run + '_' + QByteArray::number(number).rightJustified(9, '0');
    // A subscription's events are a second apart and the last of them is from now, as if they had
    // happened one after the other.
    const qint64 later = (plan.requests - 1 - number) / plan.subjects.size();
    const QDateTime created = now.addSecs(plan.ahead - later);
    const QDateTime today = created.date().startOfDay(Qt::UTC);
    const bool lacksPayment = plan.isMoving && (number / plan.subjects.size()) % 10 == 5;
    const Moment moment{created, plan.isMoving ? created : today,
                        lacksPayment ? "past_due" : "active"};
    return subscriptionEvent(id, plan.subjects[number % plan.subjects.size()], moment,
                             plan.eventBytes);
}

std::vector<QByteArray> prepare(const Plan &plan)
{
    const QByteArray path =
        plan.url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    const QByteArray host = plan.url.authority().toUtf8();
    // Before the clock starts, and so on the system's time: it only dates the signatures.
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QRandomGenerator random(1); // the same every time
    std::vector<QByteArray> requests;
    requests.reserve(static_cast<std::size_t>(plan.requests));
    for (int i = 0; i < plan.requests; ++i) {
        QByteArray request = (plan.secret.isEmpty() ? plan.method : QByteArray("POST")) + ' ' +
                             path + " HTTP/1.1\r\nHost: " + host + "\r\n" + plan.headerLines;
        if (!plan.secret.isEmpty()) {
            const QByteArray body = eventBody(plan, i, now);
            request += "Content-Type: application/json; charset=utf-8\r\nContent-Length: " +
                       QByteArray::number(body.size()) +
                       "\r\nStripe-Signature: " + signPayload(body, plan.secret, now) + "\r\n\r\n" +
                       body;
        } else {
            if (!plan.authorizations.isEmpty())
                request += plan.authorizations[random.bounded(int(plan.authorizations.size()))];
            if (!plan.body.isEmpty())
                request += "Content-Type: application/json\r\nContent-Length: " +
                           QByteArray::number(plan.body.size()) + "\r\n";
            request += "\r\n" + plan.body;
        }
        requests.push_back(std::move(request));
    }
    return requests;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const Plan plan = readPlan(parser);
    QTextStream out(stdout);
    if (parser.isSet(QStringLiteral("print-event"))) {
        out << eventBody(plan, 0, QDateTime::currentDateTimeUtc()) << '\n';
        return 0;
    }
    if (plan.url.scheme() != QLatin1String("http") || plan.url.port() <= 0 ||
        plan.connections <= 0 || plan.requests <= 0)
    {
        QTextStream(stderr) << "orion-bench-load: needs --url http://ADDRESS:PORT/path\n";
        return 2;
    }
    const std::vector<QByteArray> requests = prepare(plan);
    const double began = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
    const LoadResult result =
        runLoad(plan.url.host(), static_cast<quint16>(plan.url.port()), plan.connections, requests);
    out << "began=" << QString::number(began, 'f', 3) << " accepted=" << result.accepted
        << " refused=" << result.refused << " broken=" << result.broken
        << " seconds=" << QString::number(result.seconds, 'f', 3)
        << " per_second=" << QString::number(result.perSecond(), 'f', 1)
        << " p50_ms=" << QString::number(result.percentileMs(0.5), 'f', 2)
        << " p99_ms=" << QString::number(result.percentileMs(0.99), 'f', 2) << '\n';
    return result.accepted == plan.requests ? 0 : 1;
}
