// orion-bench-abuse hostile --url URL: misbehaves in every way until SIGTERM or its seconds are
// over,
//   then prints what each kind of client saw.
// orion-bench-abuse steady --url URL --secret SECRET: sends signed events steadily and prints
//   accepted=… refused=… broken=… p50_ms=… p99_ms=… max_ms=… fresh_p50_ms=… fresh_p90_ms=…
//   (fresh: on a new connection each)
// An https URL is spoken to under TLS, whatever its certificate says.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>
#include <QUrl>

#include <sys/resource.h>

#include "services/platform/terminationsignals.h"
#include "services/stripe/signature.h"
#include "tests/bench/load/eventfactory.h"
#include "tests/support/abuse/hostileclients.h"
#include "tests/support/abuse/steadysender.h"

using namespace Orion;

namespace
{

void addOptions(QCommandLineParser &parser)
{
    parser.addHelpOption();
    const auto add = [&](const char *name, const char *help, const char *value,
                         const char *standard = "") {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(help),
                          QString::fromLatin1(value), QString::fromLatin1(standard)});
    };
    add("url", "the companion: http://ADDRESS:PORT", "URL");
    add("seconds", "how long", "N", "15");
    add("idle", "hostile: clients that say nothing", "N", "5000");
    add("active", "hostile: clients of each other kind", "N", "200");
    add("path", "hostile: what the pipelining ones ask for", "PATH", "/api/v1/openapi.json");
    add("secret", "steady: what events are signed with", "SECRET");
    add("rate", "steady: events a second", "N", "100");
    add("run", "steady: a word that makes the events' ids unique", "WORD", "run");
    add("subscriptions", "steady: events tell about those in FILE", "FILE");
}

// Thousands of connections need as many descriptors.
bool allowManyFiles(rlim_t wanted)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return false;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < wanted)
        return false;
    limit.rlim_cur = std::max(limit.rlim_cur, wanted);
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

std::optional<Abuse::Target> targetOf(const QCommandLineParser &parser)
{
    const QUrl url(parser.value(QStringLiteral("url")));
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(url.host().toStdString(), error);
    if (error || url.port() <= 0 || !address.is_loopback())
        return std::nullopt;
    return Abuse::Target{{address, quint16(url.port())}, url.scheme() == QLatin1String("https")};
}

void print(const QByteArray &kind, const Abuse::HostileCount &count)
{
    QTextStream out(stdout);
    out << kind << ": clients=" << count.clients << " connections=" << count.connections
        << " failed=" << count.failedConnections;
    for (const auto &[status, number] : count.answers)
        out << " status_" << status << '=' << number;
    out << '\n';
}

int runHostile(const QCommandLineParser &parser, const Abuse::Target &target)
{
    const int idle = parser.value(QStringLiteral("idle")).toInt();
    const int active = parser.value(QStringLiteral("active")).toInt();
    Abuse::HostileClients clients(target);
    if (idle > 0)
        clients.add(Abuse::idleShape(), idle);
    clients.addOfEachKind(Abuse::activeShapes(parser.value(QStringLiteral("path")).toUtf8()),
                          active);
    int all = 0;
    for (const auto &[name, count] : clients.counts())
        all += count.clients;
    if (!allowManyFiles(rlim_t(all) + 100)) {
        QTextStream(stderr) << "orion-bench-abuse: needs " << all + 100 << " open files\n";
        return 2;
    }
    TerminationSignals signals;
    QObject::connect(&signals, &TerminationSignals::requested, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    if (!signals.watch())
        return 2;
    QTimer::singleShot(parser.value(QStringLiteral("seconds")).toInt() * 1000,
                       QCoreApplication::instance(), &QCoreApplication::quit);
    clients.start();
    QCoreApplication::exec();
    clients.stop();
    for (const auto &[kind, count] : clients.counts())
        print(kind, count);
    return 0;
}

std::vector<QByteArray> makeRequests(const QCommandLineParser &parser, int number)
{
    QList<Bench::Subject> subjects =
        Bench::readSubjects(parser.value(QStringLiteral("subscriptions")));
    if (subjects.isEmpty())
        subjects.append({"sub_bench_nobody", "cus_bench_nobody", "price_bench_none"});
    const QByteArray secret = parser.value(QStringLiteral("secret")).toUtf8();
    const QByteArray run = parser.value(QStringLiteral("run")).toUtf8();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::vector<QByteArray> requests;
    for (int i = 0; i < number; ++i) {
        const QByteArray body = Bench::subscriptionEvent(
            "evt_bench_" + run + '_' + QByteArray::number(i), subjects[i % subjects.size()],
            {now.addSecs(i / subjects.size()), now.date().startOfDay(Qt::UTC), "active"}, 2048);
        requests.push_back("POST /api/v1/webhooks/stripe HTTP/1.1\r\nHost: steady\r\n"
                           "Content-Type: application/json; charset=utf-8\r\nContent-Length: " +
                           QByteArray::number(body.size()) + "\r\nStripe-Signature: " +
                           signPayload(body, secret, now) + "\r\n\r\n" + body);
    }
    return requests;
}

int runSteady(const QCommandLineParser &parser, const Abuse::Target &target)
{
    Abuse::SteadyPlan plan;
    plan.perSecond = parser.value(QStringLiteral("rate")).toDouble();
    const int number = int(plan.perSecond * parser.value(QStringLiteral("seconds")).toInt());
    const auto result = Abuse::sendSteadily(target, makeRequests(parser, number), plan);
    const auto text = [](const auto &times, double share) {
        return QString::number(Abuse::percentileMs(times, share), 'f', 2);
    };
    QTextStream(stdout) << "accepted=" << result.accepted << " refused=" << result.refused
                        << " broken=" << result.broken << " p50_ms=" << text(result.latencies, 0.5)
                        << " p99_ms=" << text(result.latencies, 0.99)
                        << " max_ms=" << text(result.latencies, 1)
                        << " fresh_p50_ms=" << text(result.freshLatencies, 0.5)
                        << " fresh_p90_ms=" << text(result.freshLatencies, 0.9) << '\n';
    return result.accepted == number ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const QString what = parser.positionalArguments().value(0);
    const auto target = targetOf(parser);
    if (target && what == QLatin1String("hostile"))
        return runHostile(parser, *target);
    if (target && what == QLatin1String("steady"))
        return runSteady(parser, *target);
    QTextStream(stderr) << "orion-bench-abuse: needs hostile or steady, and --url of a companion "
                           "on this machine\n";
    return 2;
}
