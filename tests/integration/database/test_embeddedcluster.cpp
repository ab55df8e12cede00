#include "services/database/roles.h"
#include "services/database/serveraccount.h"
#include "services/database/serverbinaries.h"
#include "services/database/session.h"
#include "tests/integration/database/scratchcluster.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <thread>
#include <unistd.h>

using namespace Orion;

namespace
{

const QString startTime = QStringLiteral("select pg_postmaster_start_time()::text");

void writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

} // namespace

class TestEmbeddedCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesEveryRoleAndStops();
    void listensOnlyWhereNobodyElseMayEnter();
    void keepsTheDataFromStartToStart();
    void isStoppedByTheLastOfTwoPrograms();
    void isStartedOnceByProgramsThatComeTogether();
    void doesNotHearTheTerminalsCtrlC();
    void runsForAnOrdinaryUser();
    void putsTheSocketElsewhereWhenThePathIsLong();
    void saysWhichFolderIsInTheWay();
    void refusesAnotherVersionsFolder();
    void refusesWhatIsNoFolder();
    void saysWhatToInstall();
    void keepsItsLogShort();
    void acceptsAnyPassword_data();
    void acceptsAnyPassword();
    void makesRolesForAServerOrSaysHow();
};

void TestEmbeddedCluster::servesEveryRoleAndStops()
{
    ScratchCluster scratch;
    const auto cluster = scratch.start();
    for (const QString &role : allRoles())
        QCOMPARE(ask(cluster->settings(role), QStringLiteral("select current_user")), role);
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select pg_get_userbyid(datdba) || ' ' || "
                                                     "pg_encoding_to_char(encoding) from "
                                                     "pg_database where datname = 'orion'")),
             QStringLiteral("orion_owner UTF8"));
    QVERIFY(scratch.isRunning());
    QVERIFY(cluster->release());
    QVERIFY(!scratch.isRunning());
    QVERIFY(scratch.processes().empty());
    QVERIFY(cluster->release()); // once more changes nothing
}

void TestEmbeddedCluster::listensOnlyWhereNobodyElseMayEnter()
{
    ScratchCluster scratch;
    const auto cluster = scratch.start();
    QCOMPARE(ask(cluster->superuserSettings(),
                 QStringLiteral("select current_setting('listen_addresses')")),
             QString());
    const QString socketFolder = cluster->settings().parameters.value(QStringLiteral("host"));
    QVERIFY(socketFolder.startsWith(scratch.folder));
    constexpr auto others = QFile::ReadOther | QFile::WriteOther | QFile::ExeOther |
                            QFile::ReadGroup | QFile::WriteGroup;
    for (const QString &folder : {scratch.folder, socketFolder, scratch.data(QString())})
        QVERIFY2(!(QFile::permissions(folder) & others), qPrintable(folder));
    QFile hba(scratch.data(QStringLiteral("pg_hba.conf")));
    QVERIFY(hba.open(QIODevice::ReadOnly));
    for (const QByteArray &line : hba.readAll().split('\n')) {
        if (line.startsWith("host"))
            QVERIFY2(line.trimmed().endsWith("reject"), line.constData());
    }
}

void TestEmbeddedCluster::keepsTheDataFromStartToStart()
{
    ScratchCluster scratch;
    {
        const auto cluster = scratch.start();
        const auto session = Session::open(cluster->settings(), QStringLiteral("orion-test"));
        QVERIFY((*session)->script(
            QStringLiteral("create table t (id int); insert into t values (42)")));
    }
    QVERIFY(!scratch.isRunning());
    const auto cluster = scratch.start();
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select id from t")), QStringLiteral("42"));
}

void TestEmbeddedCluster::isStoppedByTheLastOfTwoPrograms()
{
    ScratchCluster scratch;
    auto cluster = scratch.start();
    const QString started = ask(cluster->settings(), startTime);
    ClusterUser other(scratch.folder);
    QVERIFY2(other.waitUntilReady(), qPrintable(other.errors()));
    QCOMPARE(ask(cluster->settings(), startTime), started);

    const ConnectionSettings settings = cluster->settings();
    QVERIFY(cluster->release());
    QVERIFY(scratch.isRunning());
    QCOMPARE(ask(settings, startTime), started);
    QVERIFY2(other.leave(), qPrintable(other.errors()));
    QVERIFY(!scratch.isRunning());
}

void TestEmbeddedCluster::isStartedOnceByProgramsThatComeTogether()
{
    ScratchCluster scratch;
    std::array<Result<std::unique_ptr<EmbeddedCluster>>, 4> clusters;
    std::vector<std::thread> threads;
    for (auto &cluster : clusters)
        threads.emplace_back([&] { cluster = scratch.tryStart(); });
    for (std::thread &thread : threads)
        thread.join();
    QSet<QString> startTimes;
    for (const auto &cluster : clusters) {
        QVERIFY2(cluster, cluster ? "" : qPrintable(cluster.error().message));
        startTimes.insert(ask((*cluster)->settings(), startTime));
    }
    QCOMPARE(startTimes.size(), 1);
    for (auto &cluster : clusters) {
        QVERIFY(scratch.isRunning());
        QVERIFY((*cluster)->release());
    }
    QVERIFY(!scratch.isRunning());
}

void TestEmbeddedCluster::doesNotHearTheTerminalsCtrlC()
{
    ScratchCluster scratch;
    const auto cluster = scratch.start();
    const pid_t server = scratch.serverPid();
    QVERIFY(server > 1);
    QVERIFY(::getsid(server) != ::getsid(0));
    QVERIFY(::getpgid(server) != ::getpgid(0));
}

void TestEmbeddedCluster::runsForAnOrdinaryUser()
{
    if (::geteuid() != 0)
        QSKIP("Only root can try it out as somebody else; as an ordinary user all other tests do.");
    ScratchCluster scratch;
    // A place of the user's own, and a copy of the program that the user may run.
    const QString home = scratch.parent() + QStringLiteral("/home");
    QVERIFY(QDir().mkpath(home));
    QCOMPARE(::chown(qPrintable(home), 65534, 65534), 0);
    scratch.folder = home + QStringLiteral("/postgres");
    const QString program = scratch.parent() + QStringLiteral("/user");
    QVERIFY(QFile::copy(QStringLiteral(ORION_CLUSTER_USER), program));
    const QStringList nobody{QStringLiteral("setpriv"), QStringLiteral("--reuid=65534"),
                             QStringLiteral("--regid=65534"), QStringLiteral("--clear-groups"),
                             QStringLiteral("--")};
    for (int round = 0; round < 2; ++round) {
        ClusterUser user(scratch.folder, nobody, program);
        QVERIFY2(user.waitUntilReady(), qPrintable(user.errors()));
        QVERIFY(scratch.isRunning());
        QCOMPARE(QFileInfo(QStringLiteral("/proc/%1").arg(scratch.serverPid())).ownerId(), 65534U);
        if (round == 0) { // killed, and found again in the second round
            user.kill();
            QVERIFY(scratch.isRunning());
        } else {
            QVERIFY2(user.leave(), qPrintable(user.errors()));
            QVERIFY(!scratch.isRunning());
        }
    }
    // Root does not take over somebody else's folder.
    const auto asRoot = scratch.tryStart();
    QVERIFY(!asRoot);
    QCOMPARE(asRoot.error().code, ErrorCode::ConfigurationInvalid);
}

void TestEmbeddedCluster::putsTheSocketElsewhereWhenThePathIsLong()
{
    ScratchCluster scratch;
    scratch.folder += u'/' + QString(120, u'x') + QStringLiteral(", \"y\"");
    const auto cluster = scratch.start();
    const QString socketFolder = cluster->settings().parameters.value(QStringLiteral("host"));
    QVERIFY(socketFolder.size() < 90);
    QVERIFY(QFile::exists(socketFolder));
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
    QVERIFY(cluster->release());
    QVERIFY(!QFile::exists(socketFolder));
}

void TestEmbeddedCluster::saysWhichFolderIsInTheWay()
{
    if (::geteuid() != 0)
        QSKIP("Only root's server runs as somebody else.");
    ScratchCluster scratch;
    const QString closed = scratch.parent() + QStringLiteral("/closed");
    QVERIFY(QDir().mkpath(closed));
    QVERIFY(QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    scratch.folder = closed + QStringLiteral("/deep/cluster");
    const auto started = scratch.tryStart();
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(started.error().message.contains(closed + QLatin1Char(';')));
}

void TestEmbeddedCluster::refusesAnotherVersionsFolder()
{
    ScratchCluster scratch;
    QVERIFY(scratch.start()->release());
    writeFile(scratch.data(QStringLiteral("PG_VERSION")), "14\n");
    const auto old = scratch.tryStart();
    QVERIFY(!old);
    QCOMPARE(old.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(old.error().message.contains(QLatin1String("PostgreSQL 14")));
    writeFile(scratch.data(QStringLiteral("PG_VERSION")), "99\n");
    const auto future = scratch.tryStart();
    QVERIFY(!future);
    QCOMPARE(future.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(future.error().message.contains(QLatin1String("Install the package postgresql-99")));
}

void TestEmbeddedCluster::refusesWhatIsNoFolder()
{
    ScratchCluster scratch;
    writeFile(scratch.folder, "a file");
    const auto started = scratch.tryStart();
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(QFile::remove(scratch.folder));
    // Nor one that a link leads to, which somebody else may have laid.
    QVERIFY(QFile::link(QStringLiteral("/var"), scratch.folder));
    QVERIFY(!scratch.tryStart());
}

void TestEmbeddedCluster::saysWhatToInstall()
{
    const auto none = findServer({QStringLiteral("/nowhere")}, std::nullopt);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(none.error().message.contains(QLatin1String("package postgresql-15")));
    const auto present = findServer(serverFolders(), std::nullopt);
    QVERIFY(present);
    QVERIFY(present->majorVersion >= oldestServerVersion);
}

void TestEmbeddedCluster::keepsItsLogShort()
{
    ScratchCluster scratch;
    QVERIFY(scratch.start()->release());
    const QString log = scratch.folder + QStringLiteral("/server.log");
    QVERIFY(QFile(log).size() > 0);
    writeFile(log, QByteArray(5 * 1024 * 1024, 'x'));
    const auto cluster = scratch.start();
    QCOMPARE(cluster->logFile(), log);
    QVERIFY(QFile(log).size() < 1024 * 1024);
    QVERIFY(QFile(log + QStringLiteral(".1")).size() >= 5 * 1024 * 1024);
}

void TestEmbeddedCluster::acceptsAnyPassword_data()
{
    QTest::addColumn<QString>("password");
    for (const char *password : {"plain", "with space", "qu'ote", "back\\slash", "semi;colon",
                                 "dou\"ble", "a=b host=evil", "pro%cent", " edges ", "grüße"})
        QTest::newRow(password) << QString::fromUtf8(password);
}

void TestEmbeddedCluster::acceptsAnyPassword()
{
    QFETCH(QString, password);
    static ScratchCluster scratch;
    static const auto cluster = scratch.start();
    const auto admin = Session::open(cluster->superuserSettings(), QStringLiteral("orion-test"));
    QVERIFY(admin);
    QString literal = password;
    literal.replace(u'\'', QStringLiteral("''"));
    QVERIFY((*admin)->script(
        QStringLiteral("drop role if exists \"o'dd; user\"; create role \"o'dd; user\" login "
                       "password '%1'")
            .arg(literal)));
    QFile hba(scratch.data(QStringLiteral("pg_hba.conf")));
    QVERIFY(hba.open(QIODevice::ReadWrite));
    const QByteArray rules = hba.readAll();
    const QByteArray rule = "local all \"o'dd; user\" scram-sha-256\n";
    if (!rules.startsWith(rule)) {
        hba.seek(0);
        hba.write(rule + rules);
        hba.close();
        QVERIFY((*admin)->script(QStringLiteral("select pg_reload_conf()")));
        ConnectionSettings none = cluster->settings(QStringLiteral("o'dd; user"));
        none.parameters.insert(QStringLiteral("password"), QStringLiteral("wrong"));
        QTRY_VERIFY(!Session::open(none, QStringLiteral("orion-test")));
    }

    ConnectionSettings settings = cluster->settings(QStringLiteral("o'dd; user"));
    settings.parameters.insert(QStringLiteral("password"), password);
    QCOMPARE(ask(settings, QStringLiteral("select current_user")), QStringLiteral("o'dd; user"));
    // And through its own text.
    const auto parsed = ConnectionSettings::parse(settings.conninfo());
    QVERIFY(parsed);
    QCOMPARE(parsed->parameters, settings.parameters);
    QVERIFY(!settings.description().contains(password));
    settings.parameters.insert(QStringLiteral("password"), password + u'x');
    const auto refused = Session::open(settings, QStringLiteral("orion-test"));
    QVERIFY(!refused);
    QVERIFY(!(refused.error().message + refused.error().detail).contains(password));
}

void TestEmbeddedCluster::makesRolesForAServerOrSaysHow()
{
    ScratchCluster scratch;
    const auto cluster = scratch.start();
    const auto admin = Session::open(cluster->superuserSettings(), QStringLiteral("orion-test"));
    QVERIFY(admin);
    QVERIFY((*admin)->script(QStringLiteral("drop database orion")));
    QVERIFY((*admin)->script(
        QStringLiteral("drop role orion_owner; drop role orion_ops; create role plain login; "
                       "create role maker login createrole")));
    ConnectionSettings settings = cluster->superuserSettings();
    const auto plain =
        Session::open(settings.withUser(QStringLiteral("plain")), QStringLiteral("orion-test"));
    const auto refused = ensureRoles(**plain, RoleLogin::None);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Forbidden);
    QVERIFY(refused.error().message.endsWith(
        QLatin1String("create role orion_owner nologin;\ncreate role orion_ops nologin;")));

    const auto maker =
        Session::open(settings.withUser(QStringLiteral("maker")), QStringLiteral("orion-test"));
    const auto made = ensureRoles(**maker, RoleLogin::None);
    QVERIFY2(made, made ? "" : qPrintable(made.error().message + made.error().detail));
    QVERIFY(ensureRoles(**maker, RoleLogin::None));
    QVERIFY(ensureRoles(**plain, RoleLogin::None));
    QVERIFY((*maker)->script(QStringLiteral("set role orion_owner")));
}

QTEST_GUILESS_MAIN(TestEmbeddedCluster)
#include "test_embeddedcluster.moc"
