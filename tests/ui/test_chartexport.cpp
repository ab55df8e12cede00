#include "tests/ui/chartvalues.h"
#include "ui/charts/chartexport.h"
#include "ui/charts/seriescolors.h"
#include "ui/charts/timechart.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace Orion;

namespace
{

const QDate start(2026, 2, 27);

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int pixelsOf(const QImage &image, const QColor &color)
{
    int found = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            found += image.pixel(x, y) == color.rgb() ? 1 : 0;
    return found;
}

// All text of an SVG.
QStringList textsOf(const QByteArray &svg)
{
    QStringList texts;
    QXmlStreamReader reader(svg);
    while (reader.readNext() != QXmlStreamReader::EndDocument && !reader.hasError())
        if (reader.isStartElement() && reader.name() == QLatin1String("text"))
            texts.append(reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed());
    return texts;
}

TimeChartData vendors()
{
    TimeChartData data = dataOf({lineOf(QStringLiteral("Vendors"), start, {1, 2.5, 1e12, 4})});
    TimeLine forecast = lineOf(QStringLiteral("Forecast"), start.addDays(3), {4, 5});
    forecast.isDashed = true;
    forecast.color = 1;
    data.lines.push_back(forecast);
    data.bands = {{QStringLiteral("80 %"), {{start.addDays(4), 4, 6.25}}, 1, 0.2}};
    data.title = QStringLiteral("Vendors & <forecast>");
    return data;
}

} // namespace

// What leaves the chart as a file, read back.
class TestChartExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void writesAPictureOfTheChartInItsTheme();
    void writesAnSvgWhoseTextIsText();
    void writesEveryValueAsCsv();
    void writesTheDaysInView();
    void quotesNamesAndTakesFormulasTheirPower();
    void saysWhatToDoWhenTheFileCannotBeWritten();
    void keepsTheOldFileWhenThereIsNothingToSave();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<TimeChart> m_chart;
};

void TestChartExport::init()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    m_folder = std::make_unique<QTemporaryDir>();
    m_theme = std::make_unique<Theme>(*qApp, ThemeMode::Light);
    m_chart = std::make_unique<TimeChart>(*m_theme);
    m_chart->setData(vendors());
}

void TestChartExport::cleanup()
{
    m_chart.reset();
    m_theme.reset();
    m_folder.reset();
}

void TestChartExport::writesAPictureOfTheChartInItsTheme()
{
    for (const bool isDark : {false, true}) {
        m_theme->setMode(isDark ? ThemeMode::Dark : ThemeMode::Light);
        QVERIFY(saveChartPng(*m_chart, path(QStringLiteral("chart.png"))));
        const QImage image(path(QStringLiteral("chart.png")));
        QCOMPARE(image.size(), QSize(1920, 1080));
        QCOMPARE(image.pixelColor(1, 1), m_theme->color(Token::Surface));
        QVERIFY(pixelsOf(image, seriesColor(0, isDark)) > 500);
        QVERIFY(pixelsOf(image, m_theme->color(Token::Text)) > 50); // the title
    }
}

void TestChartExport::writesAnSvgWhoseTextIsText()
{
    QVERIFY(saveChartSvg(*m_chart, path(QStringLiteral("chart.svg"))));
    const QByteArray svg = contentOf(path(QStringLiteral("chart.svg")));
    const QStringList texts = textsOf(svg);
    QVERIFY(texts.contains(QStringLiteral("Vendors & <forecast>")));
    QVERIFY(svg.contains("<title>Vendors &amp; &lt;forecast&gt;</title>"));
    QVERIFY(texts.contains(QStringLiteral("Vendors"))); // the legend
    QVERIFY(texts.contains(QStringLiteral("Forecast")));
    QVERIFY(texts.contains(QStringLiteral("80 %")));
    QVERIFY(texts.contains(QStringLiteral("2026")));

    QSvgRenderer renderer(svg);
    QVERIFY(renderer.isValid());
    QImage image(renderer.defaultSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QVERIFY(pixelsOf(image, seriesColor(0, false)) > 50);
}

void TestChartExport::writesEveryValueAsCsv()
{
    QCOMPARE(chartCsv(vendors()), QByteArrayLiteral("day,Vendors,Forecast,80 % lower,80 % upper\r\n"
                                                    "2026-02-27,1,,,\r\n"
                                                    "2026-02-28,2.5,,,\r\n"
                                                    "2026-03-01,1000000000000,,,\r\n"
                                                    "2026-03-02,4,4,,\r\n"
                                                    "2026-03-03,,5,4,6.25\r\n"));
    QCOMPARE(chartCsv({}), QByteArrayLiteral("day\r\n"));
    QCOMPARE(chartCsv(stackOf({lineOf(QStringLiteral("Pro"), start, {7})})),
             QByteArrayLiteral("day,Pro\r\n2026-02-27,7\r\n"));
}

void TestChartExport::writesTheDaysInView()
{
    TimeChartData data = dataOf({growingLine(start, 100)});
    m_chart->setData(data);
    m_chart->showDays(start.addDays(10), start.addDays(19));
    QVERIFY(saveChartCsv(*m_chart, path(QStringLiteral("chart.csv"))));
    const QByteArray csv = contentOf(path(QStringLiteral("chart.csv")));
    QCOMPARE(csv.count("\r\n"), 11);
    QVERIFY(csv.contains("2026-03-09,11\r\n"));
    QVERIFY(csv.endsWith("2026-03-18,20\r\n"));
}

void TestChartExport::quotesNamesAndTakesFormulasTheirPower()
{
    const auto heading = [](const QString &name) {
        const QByteArray csv = chartCsv(dataOf({lineOf(name, start, {1})}));
        return QString::fromUtf8(csv.left(csv.lastIndexOf("\r\n2026")).mid(4));
    };
    QCOMPARE(heading(QStringLiteral("A, B")), QStringLiteral("\"A, B\""));
    QCOMPARE(heading(QStringLiteral("The \"big\" ones")),
             QStringLiteral("\"The \"\"big\"\" ones\""));
    QCOMPARE(heading(QStringLiteral("two\nlines")), QStringLiteral("\"two\nlines\""));
    QCOMPARE(heading(QStringLiteral("Größe ≥ 5 €")), QStringLiteral("Größe ≥ 5 €"));
    QCOMPARE(heading(QStringLiteral("=1+1")), QStringLiteral("'=1+1"));
    QCOMPARE(heading(QStringLiteral("+1")), QStringLiteral("'+1"));
    QCOMPARE(heading(QStringLiteral("-1")), QStringLiteral("'-1"));
    QCOMPARE(heading(QStringLiteral("@A1")), QStringLiteral("'@A1"));
    QCOMPARE(heading(QStringLiteral("=HYPERLINK(\"x\",1)")),
             QStringLiteral("\"'=HYPERLINK(\"\"x\"\",1)\""));
}

void TestChartExport::saysWhatToDoWhenTheFileCannotBeWritten()
{
    const QString nowhere = path(QStringLiteral("missing/chart"));
    for (const auto &save : {saveChartPng, saveChartSvg, saveChartCsv}) {
        const Result<void> saved = save(*m_chart, nowhere);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::InvalidArgument);
        QVERIFY(saved.error().message.contains(nowhere));
        QVERIFY(saved.error().message.endsWith(QStringLiteral("Choose another place.")));
    }
}

void TestChartExport::keepsTheOldFileWhenThereIsNothingToSave()
{
    QVERIFY(saveChartCsv(*m_chart, path(QStringLiteral("chart.csv"))));
    const QByteArray before = contentOf(path(QStringLiteral("chart.csv")));
    m_chart->setData({});
    for (const auto &save : {saveChartPng, saveChartSvg, saveChartCsv}) {
        const Result<void> saved = save(*m_chart, path(QStringLiteral("chart.csv")));
        QVERIFY(!saved);
        QVERIFY(saved.error().message.contains(QStringLiteral("nothing to save")));
    }
    QCOMPARE(contentOf(path(QStringLiteral("chart.csv"))), before);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1); // nothing half written
}

QTEST_MAIN(TestChartExport)
#include "test_chartexport.moc"
