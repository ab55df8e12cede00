#include <QProcess>
#include <QTest>

#include <cmath>

namespace
{

struct Answer
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    QList<QByteArray> lines() const
    {
        auto all = output.split('\n');
        all.removeLast(); // what follows the last line's end
        return all;
    }
};

// orion-companion forecast as in a pipe, in an environment without anything of the product's.
Answer forecast(const QStringList &options, const QByteArray &input)
{
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("de_DE.UTF-8"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(ORION_COMPANION),
                  QStringList{QStringLiteral("forecast")} + options);
    process.write(input);
    process.closeWriteChannel();
    Answer answer;
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        return answer;
    }
    answer.exitCode = process.exitCode();
    answer.output = process.readAllStandardOutput();
    answer.errors = process.readAllStandardError();
    return answer;
}

Answer forecast(const QString &options, const QByteArray &input)
{
    return forecast(options.split(u' ', Qt::SkipEmptyParts), input);
}

// A wave of seven steps on a slope.
QByteArray weekly(const QByteArray &id, int count)
{
    QByteArray line = id;
    for (int i = 0; i < count; ++i)
        line += ',' + QByteArray::number(200 + i + 30 * std::sin(i * 2 * 3.14159265 / 7));
    return line + '\n';
}

double field(const QByteArray &line, int column)
{
    bool isNumber = false;
    const double value = line.split(',').value(column).toDouble(&isNumber);
    return isNumber ? value : std::nan("");
}

} // namespace

// The command as people and scripts use it: CSV in, CSV out. Needs no database.
class TestCompanionForecast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forecastsEachSeriesInTurn();
    void findsTheSeasonOrIsTold();
    void takesOtherLevels();
    void readsWhatPeopleExport();
    void answersNothingForNothing();
    void saysTheSameAgain();
    void wrongUsageEndsWith2_data();
    void wrongUsageEndsWith2();
    void wrongInputEndsWith1AndNamesTheLine_data();
    void wrongInputEndsWith1AndNamesTheLine();
};

void TestCompanionForecast::forecastsEachSeriesInTurn()
{
    const Answer answer =
        forecast(QStringLiteral("--horizon 3"), "a,10,11,10,12,11,10,11,12\nb,5,5,5,5,5,5\n");
    QCOMPARE(answer.exitCode, 0);
    QVERIFY2(answer.errors.isEmpty(), answer.errors.constData());
    const auto lines = answer.lines();
    QCOMPARE(lines.size(), 7);
    QCOMPARE(lines.at(0), QByteArray("id,step,point,lower80,upper80,lower95,upper95"));
    for (int step = 1; step <= 3; ++step) {
        const QByteArray &line = lines.at(step);
        QVERIFY2(line.startsWith("a," + QByteArray::number(step) + ','), line.constData());
        QCOMPARE(line.count(','), 6);
        QVERIFY(field(line, 5) <= field(line, 3));
        QVERIFY(field(line, 3) < field(line, 2));
        QVERIFY(field(line, 2) < field(line, 4));
        QVERIFY(field(line, 4) <= field(line, 6));
    }
    QCOMPARE(lines.at(6), QByteArray("b,3,5,5,5,5,5"));
}

void TestCompanionForecast::findsTheSeasonOrIsTold()
{
    const QByteArray input = weekly("w", 140);
    const auto found = forecast(QStringLiteral("--horizon 7"), input);
    const auto told = forecast(QStringLiteral("--horizon 7 --period 7"), input);
    for (int step = 1; step <= 7; ++step) {
        const double came = 200 + 139 + step + 30 * std::sin((139 + step) * 2 * 3.14159265 / 7);
        QVERIFY(std::abs(field(found.lines().at(step), 2) - came) < 6);
        QVERIFY(std::abs(field(told.lines().at(step), 2) - came) < 6);
    }
}

void TestCompanionForecast::takesOtherLevels()
{
    const QByteArray input = "a,10,11,10,12,11,10,11,12,10,9,11,12,10,11,10\n";
    const auto lines = forecast(QStringLiteral("--horizon 1 --level 90,50"), input).lines();
    QCOMPARE(lines.at(0), QByteArray("id,step,point,lower50,upper50,lower90,upper90"));
    QVERIFY(field(lines.at(1), 5) < field(lines.at(1), 3));
    const auto usual = forecast(QStringLiteral("--horizon 1"), input);
    QCOMPARE(forecast(QStringLiteral("--horizon 1 --level 80,95"), input).output, usual.output);
}

void TestCompanionForecast::readsWhatPeopleExport()
{
    const QByteArray plain = "shop, one,1,2,3,4,5,6,7,8\n";
    const QByteArray exported = "\xEF\xBB\xBF\"id\",\"V1\",\"V2\"\r\n"
                                "\"shop, one\",\"1\",2,3,4,5,6,7,8,,,\r\n\r\n";
    const Answer answer = forecast(QStringLiteral("--horizon 2"), exported);
    QCOMPARE(answer.exitCode, 0);
    QVERIFY(answer.lines().at(1).startsWith("\"shop, one\",1,"));
    QCOMPARE(answer.lines().size(), 3);
    QCOMPARE(forecast(QStringLiteral("--horizon 2"), plain).exitCode, 1); // " one" is no number

    const Answer gappy = forecast(QStringLiteral("--horizon 1"), "a,1,NA,3,,5,6,nan,8\n");
    QCOMPARE(gappy.exitCode, 0);
    QVERIFY(std::abs(field(gappy.lines().at(1), 2) - 9) < 1);
}

void TestCompanionForecast::answersNothingForNothing()
{
    const Answer answer = forecast(QStringLiteral("--horizon 2"), "");
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.lines().size(), 1);
}

void TestCompanionForecast::saysTheSameAgain()
{
    const QByteArray input = weekly("one", 100) + weekly("two", 60);
    const Answer answer = forecast(QStringLiteral("--horizon 13"), input);
    QCOMPARE(answer.lines().size(), 27);
    QCOMPARE(forecast(QStringLiteral("--horizon 13"), input).output, answer.output);
    // Nor does it matter what else is asked for.
    const Answer alone = forecast(QStringLiteral("--horizon 13"), weekly("two", 60));
    QCOMPARE(alone.lines().mid(1), answer.lines().mid(14));
}

void TestCompanionForecast::wrongUsageEndsWith2_data()
{
    QTest::addColumn<QString>("options");
    QTest::newRow("no horizon") << "";
    QTest::newRow("horizon of nothing") << "--horizon 0";
    QTest::newRow("horizon in words") << "--horizon ten";
    QTest::newRow("no period") << "--horizon 3 --period 0";
    QTest::newRow("certainty") << "--horizon 3 --level 100";
    QTest::newRow("a level twice") << "--horizon 3 --level 80,80";
    QTest::newRow("no levels") << "--horizon 3 --level ,";
    QTest::newRow("a file") << "--horizon 3 series.csv";
}

void TestCompanionForecast::wrongUsageEndsWith2()
{
    QFETCH(QString, options);
    const Answer answer = forecast(options, "a,1,2,3,4,5\n");
    QCOMPARE(answer.exitCode, 2);
    QVERIFY(answer.output.isEmpty());
    QVERIFY2(answer.errors.startsWith("orion-companion: "), answer.errors.constData());
    QCOMPARE(answer.errors.count('\n'), 1);
}

void TestCompanionForecast::wrongInputEndsWith1AndNamesTheLine_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("a word") << QByteArray("a,1,2,3,4\nb,1,2,three,4\n") << QByteArray("Line 2");
    QTest::newRow("infinite") << QByteArray("a,1,2,inf,4\n") << QByteArray("\"inf\"");
    QTest::newRow("no id") << QByteArray(",1,2,3,4\n") << QByteArray("Line 1");
    QTest::newRow("open quotation") << QByteArray("\"a,1,2,3,4\n") << QByteArray("quotation mark");
    QTest::newRow("too short") << QByteArray("a,1,2,3,4\nb,1,2\n") << QByteArray("needs 2 more");
    QTest::newRow("only an id") << QByteArray("a\n") << QByteArray("needs 4 more");
}

void TestCompanionForecast::wrongInputEndsWith1AndNamesTheLine()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, named);
    const Answer answer = forecast(QStringLiteral("--horizon 3"), input);
    QCOMPARE(answer.exitCode, 1);
    QVERIFY(answer.output.isEmpty());
    QVERIFY2(answer.errors.contains(named), answer.errors.constData());
    QCOMPARE(answer.errors.count('\n'), 1);
}

QTEST_GUILESS_MAIN(TestCompanionForecast)
#include "test_companionforecast.moc"
