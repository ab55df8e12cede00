#include <QTest>

#include "app/companion/commands/commands.h"

using namespace Orion;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheCommandAndItsOptions();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void helpIsPrintedAndEndsWell_data();
    void helpIsPrintedAndEndsWell();
    void embeddedMayHaveAFolder_data();
    void embeddedMayHaveAFolder();
    void everyCommandTakesADatabaseAndHelp();
    void readsNumbersWithinTheirRange_data();
    void readsNumbersWithinTheirRange();
    void readsDaysAndTimes_data();
    void readsDaysAndTimes();

private:
    Invocation read(const QString &line) const
    {
        return readCommandLine(m_commands, line.split(u' ', Qt::SkipEmptyParts));
    }

    const std::vector<Command> m_commands = Commands::all();
};

void TestCommandLine::findsTheCommandAndItsOptions()
{
    const auto invocation = read(QStringLiteral("webhook list --status failed --limit=7"));
    QVERIFY(invocation.command);
    QCOMPARE(invocation.command->name(), QStringLiteral("webhook list"));
    QCOMPARE(invocation.value(QStringLiteral("status")), QStringLiteral("failed"));
    QCOMPARE(invocation.value(QStringLiteral("limit")), QStringLiteral("7"));
    QVERIFY(!invocation.wantsEmbedded);

    const auto replay = read(QStringLiteral("webhook replay --database host=db evt_1 evt_2"));
    QVERIFY(replay.command);
    QCOMPARE(replay.positional, (QStringList{QStringLiteral("evt_1"), QStringLiteral("evt_2")}));
    QCOMPARE(replay.value(QStringLiteral("database")), QStringLiteral("host=db"));
}

void TestCommandLine::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << ""
                             << "Name a command";
    QTest::newRow("unknown command") << "server"
                                     << "no command \"server\"";
    QTest::newRow("option first") << "--database x serve"
                                  << "command comes first";
    QTest::newRow("half a command") << "webhook"
                                    << "list, replay";
    QTest::newRow("wrong second word") << "token make"
                                       << "issue";
    QTest::newRow("unknown option") << "serve --port 1"
                                    << "port";
    QTest::newRow("another command's option") << "migrate --vendors 1"
                                              << "vendors";
    QTest::newRow("missing value") << "serve --listen"
                                   << "listen";
    QTest::newRow("argument too many") << "migrate now"
                                       << "\"now\" is one argument too many";
    QTest::newRow("both databases") << "migrate --database x --embedded"
                                    << "exclude";
    QTest::newRow("a value for a switch") << "migrate --status=yes"
                                          << "status";
    QTest::newRow("single dash") << "serve -x"
                                 << "x";
}

void TestCommandLine::refusesWrongUsage()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto invocation = read(line);
    QVERIFY(!invocation.command);
    QCOMPARE(invocation.exitCode, 2);
    QVERIFY2(invocation.text.contains(says), qPrintable(invocation.text));
    QVERIFY(!invocation.text.contains(u'\n'));
}

void TestCommandLine::helpIsPrintedAndEndsWell_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("all") << "--help"
                         << "webhook replay";
    QTest::newRow("short") << "-h"
                           << "Usage: orion-companion COMMAND";
    QTest::newRow("word") << "help"
                          << "Usage: orion-companion COMMAND";
    QTest::newRow("group") << "webhook --help"
                           << "webhook replay";
    QTest::newRow("version") << "--version" << ORION_VERSION;
    QTest::newRow("before other mistakes") << "webhook replay --help"
                                           << "EVENT_ID";
    for (const Command &command : m_commands)
        QTest::newRow(qPrintable(command.name()))
            << command.name() + QStringLiteral(" --help") << command.summary;
}

void TestCommandLine::helpIsPrintedAndEndsWell()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto invocation = read(line);
    QVERIFY(!invocation.command);
    QCOMPARE(invocation.exitCode, 0);
    QVERIFY2(invocation.text.contains(says), qPrintable(invocation.text));
    QVERIFY(invocation.text.endsWith(u'\n'));
}

void TestCommandLine::embeddedMayHaveAFolder_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QStringList>("positional");
    QTest::newRow("without") << "migrate --embedded"
                             << "" << QStringList();
    QTest::newRow("with") << "migrate --embedded data"
                          << "data" << QStringList();
    QTest::newRow("joined") << "migrate --embedded=data"
                            << "data" << QStringList();
    QTest::newRow("before an option") << "migrate --embedded --status"
                                      << "" << QStringList();
    QTest::newRow("before an event") << "webhook replay --embedded evt_1"
                                     << "" << QStringList{QStringLiteral("evt_1")};
    QTest::newRow("a path before an event") << "webhook replay --embedded ./x evt_1"
                                            << "./x" << QStringList{QStringLiteral("evt_1")};
    QTest::newRow("after two dashes") << "webhook replay --embedded -- --embedded"
                                      << "" << QStringList{QStringLiteral("--embedded")};
}

void TestCommandLine::embeddedMayHaveAFolder()
{
    QFETCH(QString, line);
    QFETCH(QString, folder);
    QFETCH(QStringList, positional);
    const auto invocation = read(line);
    QVERIFY2(invocation.command, qPrintable(invocation.text));
    QVERIFY(invocation.wantsEmbedded);
    QCOMPARE(invocation.value(QStringLiteral("embedded")), folder);
    QCOMPARE(invocation.positional, positional);
}

void TestCommandLine::everyCommandTakesADatabaseAndHelp()
{
    QCOMPARE(m_commands.size(), std::size_t(17));
    for (const Command &command : m_commands) {
        QVERIFY(command.run);
        const QString operand = command.positional.isEmpty() ? QString() : QStringLiteral(" x");
        const auto given = read(command.name() + QStringLiteral(" --database host=db") + operand);
        QVERIFY2(given.command, qPrintable(given.text));
        QCOMPARE(given.value(QStringLiteral("database")), QStringLiteral("host=db"));
        QVERIFY(read(command.name() + QStringLiteral(" --embedded ./x") + operand).wantsEmbedded);
    }
}

void TestCommandLine::readsNumbersWithinTheirRange_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("number"); // -1: refused
    QTest::newRow("plain") << "7" << 7;
    QTest::newRow("smallest") << "1" << 1;
    QTest::newRow("largest") << "100" << 100;
    QTest::newRow("too small") << "0" << -1;
    QTest::newRow("too large") << "101" << -1;
    QTest::newRow("beyond 64 bits") << "99999999999999999999" << -1;
    QTest::newRow("words") << "many" << -1;
    QTest::newRow("fraction") << "1.5" << -1;
}

void TestCommandLine::readsNumbersWithinTheirRange()
{
    QFETCH(QString, value);
    QFETCH(int, number);
    const auto invocation = read(QStringLiteral("webhook list --limit ") + value);
    QVERIFY(invocation.command);
    const auto read = numberOption(invocation, QStringLiteral("limit"), 50, 1, 100);
    QCOMPARE(read.has_value(), number >= 0);
    if (read)
        QCOMPARE(*read, qint64(number));
    else
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(numberOption(invocation, QStringLiteral("ttl"), 50, 1, 100).value(), qint64(50));
}

void TestCommandLine::readsDaysAndTimes_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("time"); // empty: refused
    QTest::newRow("a day") << "2026-01-31"
                           << "2026-01-31T00:00:00Z";
    QTest::newRow("a time in UTC") << "2026-01-31T18:00:00Z"
                                   << "2026-01-31T18:00:00Z";
    QTest::newRow("a time elsewhere") << "2026-01-31T00:30:00+01:00"
                                      << "2026-01-30T23:30:00Z";
    QTest::newRow("a time without a zone") << "2026-01-31T18:00:00"
                                           << "";
    QTest::newRow("no such day") << "2026-02-30"
                                 << "";
    QTest::newRow("a word") << "yesterday"
                            << "";
}

void TestCommandLine::readsDaysAndTimes()
{
    QFETCH(QString, value);
    QFETCH(QString, time);
    for (const char *command :
         {"webhook list", "webhook replay", "webhook recover", "stripe backfill"}) {
        const auto invocation =
            read(QStringLiteral("%1 --since %2").arg(QString::fromLatin1(command), value));
        QVERIFY(invocation.command);
        const auto read = timeOption(invocation, QStringLiteral("since"));
        QCOMPARE(read.has_value(), !time.isEmpty());
        if (read)
            QCOMPARE(read->toString(Qt::ISODate), time);
        else
            QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!timeOption(invocation, QStringLiteral("until")).value().isValid());
    }
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_commandline.moc"
