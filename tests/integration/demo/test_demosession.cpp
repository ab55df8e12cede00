#include "app/console/demo/demosession.h"
#include "services/database/embeddedcluster.h"
#include "services/database/session.h"
#include "tests/support/manualclock.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Orion;

namespace
{

const QDateTime noon(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

bool isRunning(qint64 processId)
{
    return ::kill(pid_t(processId), 0) == 0;
}

} // namespace

// The session with stand-ins for companion and sandbox and a real, small cluster.
class TestDemoSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void startsEverythingAndStopsIt();
    void keepsTheDataForADay();
    void leavesARealPlatformAlone();
    void reportsTheDeathOfAChild();
    void reportsAChildThatDoesNotStart_data();
    void reportsAChildThatDoesNotStart();
    void stopsWhileItIsStillPreparing();
    void isRefusedWhereAnotherRuns();
    void endsInOrderAtSigterm();
    void leavesNoChildrenWhenItIsKilled();
    void livesWithTheRealPrograms();

private:
    DemoSessionOptions options() const;
    std::unique_ptr<DemoSession> started();
    bool stop(DemoSession &session);
    QStringList notes(const char *program) const;
    QString query(const QString &sql) const;
    bool change(const QString &sql) const;
    bool startHost(QProcess &host, const QString &programs) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock{noon};
};

// One cluster for all, for making one takes longest. Each test finds what the others left.
void TestDemoSession::initTestCase()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    // The server of a cluster that root starts runs as another user and has to get there.
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner |
                                                        QFile::ExeOwner | QFile::ExeGroup |
                                                        QFile::ExeOther));
    qputenv("FAKE_NOTES", m_folder->path().toUtf8());
    qputenv("DATABASE_URL", "postgresql://somewhere.real/production");
    qputenv("STRIPE_PUBLISHABLE_KEY", "pk_live_real");
}

void TestDemoSession::init()
{
    m_clock.set(noon);
    qunsetenv("FAKE_REFUSES");
    QFile::remove(m_folder->filePath(QStringLiteral("orion-companion")));
    QFile::remove(m_folder->filePath(QStringLiteral("orion-stripe-sandbox")));
}

void TestDemoSession::cleanupTestCase()
{
    m_folder.reset();
}

DemoSessionOptions TestDemoSession::options() const
{
    DemoSessionOptions small;
    small.folder = m_folder->filePath(QStringLiteral("demo"));
    small.programs = QStringLiteral(FAKE_PROGRAMS);
    small.vendors = 20;
    small.months = 2;
    return small;
}

std::unique_ptr<DemoSession> TestDemoSession::started()
{
    auto session = std::make_unique<DemoSession>(m_clock, options());
    QSignalSpy ready(session.get(), &DemoSession::ready);
    session->start();
    return ready.wait(60'000) ? std::move(session) : nullptr;
}

bool TestDemoSession::stop(DemoSession &session)
{
    QSignalSpy stopped(&session, &DemoSession::stopped);
    session.stop();
    return stopped.wait(60'000);
}

QStringList TestDemoSession::notes(const char *program) const
{
    QFile file(m_folder->filePath(QString::fromLatin1(program)));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n');
}

QString TestDemoSession::query(const QString &sql) const
{
    const auto cluster = EmbeddedCluster::start(options().folder);
    const auto session = Session::open((*cluster)->settings(), QStringLiteral("test"));
    const auto value = (*session)->selectOne(sql, {}, [](const Row &row) { return row.text(0); });
    return value ? value->value_or(QString()) : value.error().message;
}

bool TestDemoSession::change(const QString &sql) const
{
    const auto cluster = EmbeddedCluster::start(options().folder);
    const auto session = Session::open((*cluster)->settings(), QStringLiteral("test"));
    return (*session)->script(sql).has_value();
}

bool TestDemoSession::startHost(QProcess &host, const QString &programs) const
{
    host.setProcessChannelMode(QProcess::MergedChannels);
    host.start(QStringLiteral(HEADLESS_HOST), {options().folder, programs});
    QByteArray output;
    while (!output.contains("The demo runs") && host.waitForReadyRead(60'000))
        output += host.readAll();
    return output.contains("The demo runs");
}

void TestDemoSession::startsEverythingAndStopsIt()
{
    DemoSession session(m_clock, options());
    QSignalSpy steps(&session, &DemoSession::step);
    QSignalSpy ready(&session, &DemoSession::ready);
    QSignalSpy failed(&session, &DemoSession::failed);
    session.start();
    QVERIFY2(ready.wait(60'000),
             failed.isEmpty() ? "nothing" : qPrintable(failed[0][0].value<Error>().message));
    QVERIFY(steps.size() > 5);

    const auto addresses = ready[0][0].value<DemoAddresses>();
    QVERIFY(!addresses.vendorCode.isEmpty());
    const auto admin = Session::open(addresses.database, QStringLiteral("test"));
    QVERIFY(admin);
    const auto vendors =
        (*admin)->selectOne(QStringLiteral("select count(*) || current_user from billing.vendors"),
                            {}, [](const Row &row) { return row.text(0); });
    QCOMPARE(vendors->value_or(QString()), QStringLiteral("20orion_admin"));

    const QStringList companion = notes("orion-companion");
    const QStringList sandbox = notes("orion-stripe-sandbox");
    QVERIFY(companion[1].startsWith(QStringLiteral("serve --embedded ") + options().folder +
                                    QStringLiteral(" --listen 127.0.0.1:")));
    const QString secret = companion.filter(QStringLiteral("STRIPE_WEBHOOK_SECRET=")).value(0);
    QVERIFY(secret.size() > 80);
    QVERIFY(sandbox[1].contains(secret.section(u'=', 1)));
    QVERIFY(sandbox[1].contains(addresses.companion.toString() +
                                QStringLiteral("/api/v1/webhooks/stripe")));
    QVERIFY(companion.contains(QStringLiteral("STRIPE_SECRET_KEY=") +
                               QString::fromLatin1(session.stripeKey().reveal())));
    // What is configured for real stays out.
    QVERIFY(companion.contains(QStringLiteral("DATABASE_URL=")));
    QVERIFY(companion.contains(QStringLiteral("STRIPE_PUBLISHABLE_KEY=")));

    QVERIFY(isRunning(companion[0].toLongLong()) && isRunning(sandbox[0].toLongLong()));
    QVERIFY(stop(session));
    QVERIFY(!isRunning(companion[0].toLongLong()) && !isRunning(sandbox[0].toLongLong()));
    QVERIFY(failed.isEmpty());
    QVERIFY(!Session::open(addresses.database, QStringLiteral("test")));
}

void TestDemoSession::keepsTheDataForADay()
{
    const QString mark = QStringLiteral("select string_agg(occurred_at::text, ' ') from "
                                        "billing.audit_log where action = 'demo.created'");
    const auto run = [this] {
        const auto session = started();
        return session && stop(*session);
    };
    const QDateTime dawn(QDate(2026, 6, 1), QTime(5, 0), Qt::UTC);
    m_clock.set(dawn);
    QVERIFY(run());
    QCOMPARE(query(mark), QStringLiteral("2026-06-01 05:00:00+00"));
    m_clock.set(dawn.addSecs(23 * 3600));
    QVERIFY(run());
    QCOMPARE(query(mark), QStringLiteral("2026-06-01 05:00:00+00"));
    m_clock.set(dawn.addSecs(25 * 3600));
    QVERIFY(run());
    QCOMPARE(query(mark), QStringLiteral("2026-06-02 06:00:00+00"));
}

void TestDemoSession::leavesARealPlatformAlone()
{
    {
        const auto session = started();
        QVERIFY(session && stop(*session));
    }
    QVERIFY(change(QStringLiteral("alter table billing.audit_log disable trigger user; "
                                  "delete from billing.audit_log where action = 'demo.created'")));
    DemoSession session(m_clock, options());
    QSignalSpy failed(&session, &DemoSession::failed);
    session.start();
    QVERIFY(failed.wait(60'000));
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Conflict);
    QVERIFY(stop(session));
    QCOMPARE(query(QStringLiteral("select count(*) from billing.vendors")), QStringLiteral("20"));
    QVERIFY(change(QStringLiteral("drop schema billing cascade")));
}

void TestDemoSession::reportsTheDeathOfAChild()
{
    const auto session = started();
    QVERIFY(session);
    QSignalSpy failed(session.get(), &DemoSession::failed);
    QCOMPARE(::kill(pid_t(notes("orion-stripe-sandbox")[0].toLongLong()), SIGKILL), 0);
    QVERIFY(failed.wait(10'000));
    QVERIFY(
        failed[0][0].value<Error>().message.contains(QStringLiteral("Stripe sandbox was killed")));
    QVERIFY(isRunning(notes("orion-companion")[0].toLongLong()));
    QVERIFY(stop(*session));
    QVERIFY(!isRunning(notes("orion-companion")[0].toLongLong()));
    QCOMPARE(failed.size(), 1);
}

void TestDemoSession::reportsAChildThatDoesNotStart_data()
{
    QTest::addColumn<QByteArray>("refusing");
    QTest::addColumn<QString>("programs");
    QTest::addColumn<QString>("message");
    QTest::newRow("the companion refuses")
        << QByteArray("orion-companion") << QStringLiteral(FAKE_PROGRAMS)
        << QStringLiteral("companion ended by itself with code 4");
    QTest::newRow("the sandbox refuses")
        << QByteArray("orion-stripe-sandbox") << QStringLiteral(FAKE_PROGRAMS)
        << QStringLiteral("Stripe sandbox ended by itself with code 4");
    QTest::newRow("the programs are missing")
        << QByteArray() << QStringLiteral("/nowhere") << QStringLiteral("cannot be started");
}

void TestDemoSession::reportsAChildThatDoesNotStart()
{
    QFETCH(const QByteArray, refusing);
    QFETCH(const QString, programs);
    QFETCH(const QString, message);
    qputenv("FAKE_REFUSES", refusing);
    DemoSessionOptions wanted = options();
    wanted.programs = programs;
    DemoSession session(m_clock, wanted);
    QSignalSpy failed(&session, &DemoSession::failed);
    session.start();
    QVERIFY(failed.wait(60'000));
    const auto error = failed[0][0].value<Error>();
    QVERIFY2(error.message.contains(message), qPrintable(error.message));
    if (!refusing.isEmpty())
        QCOMPARE(error.detail, QStringLiteral("It cannot work today."));
    QVERIFY(stop(session));
}

void TestDemoSession::stopsWhileItIsStillPreparing()
{
    DemoSession session(m_clock, options());
    QSignalSpy steps(&session, &DemoSession::step);
    session.start();
    QVERIFY(steps.wait(60'000));
    QVERIFY(stop(session));
    QVERIFY(notes("orion-companion").isEmpty());
}

void TestDemoSession::isRefusedWhereAnotherRuns()
{
    const auto first = started();
    QVERIFY(first);
    DemoSession second(m_clock, options());
    QSignalSpy failed(&second, &DemoSession::failed);
    second.start();
    QVERIFY(failed.wait(10'000));
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Conflict);
    QVERIFY(stop(second));
    QVERIFY(isRunning(notes("orion-companion")[0].toLongLong()));
    QVERIFY(stop(*first));
}

void TestDemoSession::endsInOrderAtSigterm()
{
    QProcess host;
    QVERIFY(startHost(host, options().programs));
    host.terminate();
    QVERIFY(host.waitForFinished(60'000));
    QCOMPARE(host.exitStatus(), QProcess::NormalExit);
    QCOMPARE(host.exitCode(), 0);
    QVERIFY(!isRunning(notes("orion-companion")[0].toLongLong()));
    QVERIFY(!QFile::exists(options().folder + QStringLiteral("/data/postmaster.pid")));
}

void TestDemoSession::leavesNoChildrenWhenItIsKilled()
{
    QProcess host;
    QVERIFY(startHost(host, options().programs));
    const qint64 companion = notes("orion-companion")[0].toLongLong();
    const qint64 sandbox = notes("orion-stripe-sandbox")[0].toLongLong();
    QVERIFY(isRunning(companion) && isRunning(sandbox));
    host.kill();
    QVERIFY(host.waitForFinished());
    QTRY_VERIFY(!isRunning(companion) && !isRunning(sandbox));
    // The next to use the cluster finds it and, as the last one, stops it.
    QCOMPARE(query(QStringLiteral("select count(*) from billing.vendors")), QStringLiteral("20"));
}

// Stripe's events arrive and are applied by themselves; and a console that is killed leaves
// nothing, for the companion is then the last user of the cluster.
void TestDemoSession::livesWithTheRealPrograms()
{
    QProcess host;
    QVERIFY(startHost(host, QStringLiteral(REAL_PROGRAMS)));
    QTRY_VERIFY_WITH_TIMEOUT(query(QStringLiteral("select count(*) from "
                                                  "billing.stripe_webhook_events where source = "
                                                  "'webhook' and status = 'processed'"))
                                     .toInt() > 3,
                             60'000);
    QCOMPARE(query(QStringLiteral("select count(*) from billing.stripe_webhook_events where "
                                  "source = 'webhook' and status = 'failed'")),
             QStringLiteral("0"));
    host.kill();
    QVERIFY(host.waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(
        !QFile::exists(options().folder + QStringLiteral("/data/postmaster.pid")), 60'000);
}

QTEST_GUILESS_MAIN(TestDemoSession)
#include "test_demosession.moc"
