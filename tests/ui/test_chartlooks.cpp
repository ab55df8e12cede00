#include "tests/ui/chartvalues.h"
#include "ui/charts/chartreduction.h"
#include "ui/charts/columncanvas.h"
#include "ui/charts/dayspan.h"
#include "ui/charts/seriescolors.h"
#include "ui/charts/timechart.h"
#include "ui/theme/theme.h"

#include <QChart>
#include <QPainter>
#include <QtTest>

#include <cmath>

using namespace Orion;

namespace
{

const QDate start(2026, 1, 1);

TimeChartData growing(int days)
{
    return dataOf({growingLine(start, days)});
}

// How many pixels have another colour than the surface.
int drawnPixels(TimeChart &chart, Theme &theme)
{
    const QImage image = chart.grab().toImage();
    const QRgb surface = theme.color(Token::Surface).rgb();
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            drawn += image.pixel(x, y) != surface ? 1 : 0;
    return drawn;
}

int pixelsOf(TimeChart &chart, const QColor &color)
{
    const QImage image = chart.grab().toImage();
    int found = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            found += image.pixel(x, y) == color.rgb() ? 1 : 0;
    return found;
}

// The rows from the first to the last that is dark, of each column.
std::vector<std::pair<int, int>> extentsOf(const QImage &image)
{
    std::vector<std::pair<int, int>> extents;
    for (int x = 0; x < image.width(); ++x) {
        std::pair<int, int> rows{-1, -1};
        for (int y = 0; y < image.height(); ++y) {
            if (qGray(image.pixel(x, y)) > 127)
                continue;
            rows.first = rows.first < 0 ? y : rows.first;
            rows.second = y;
        }
        extents.push_back(rows);
    }
    return extents;
}

} // namespace

// What the chart over days draws.
class TestChartLooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void drawsNothingWithoutData();
    void drawsUnusualValues_data();
    void drawsUnusualValues();
    void drawsALimitThatIsFarAsALabelOnly();
    void drawsADotForOneDay();
    void leavesAGapWhereNothingIsKnown();
    void followsTheTheme();
    void denseLinesReachAsFarAsAPainterDrawsThem();
    void bandsCoverWhatAPainterFills();

private:
    QPoint placeOf(const QDate &day) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<TimeChart> m_chart;
};

void TestChartLooks::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme = std::make_unique<Theme>(*qApp, ThemeMode::Light);
    m_chart = std::make_unique<TimeChart>(*m_theme);
    m_chart->resize(900, 400);
}

void TestChartLooks::cleanup()
{
    m_chart.reset();
    m_theme.reset();
}

QPoint TestChartLooks::placeOf(const QDate &day) const
{
    const QRectF plot = m_chart->chart()->plotArea();
    const DaySpan days = m_chart->daysInView();
    const double share = (double(day.toJulianDay()) - days.first) / days.length();
    return QPointF(plot.left() + share * plot.width(), plot.center().y()).toPoint();
}

void TestChartLooks::drawsNothingWithoutData()
{
    QCOMPARE(drawnPixels(*m_chart, *m_theme), 0);
    m_chart->setData(dataOf({TimeLine{QStringLiteral("Empty"), {}, 0, false}}));
    QCOMPARE(drawnPixels(*m_chart, *m_theme), 0);
}

void TestChartLooks::drawsUnusualValues_data()
{
    QTest::addColumn<std::vector<double>>("values");
    QTest::newRow("constant") << std::vector<double>(50, 7);
    QTest::newRow("all 0") << std::vector<double>(50, 0);
    QTest::newRow("a million millions") << std::vector<double>{1e12, 2e12, 1.5e12, 1e12 + 1};
    QTest::newRow("far apart") << std::vector<double>{0, 1, 1e12};
    QTest::newRow("below 0") << std::vector<double>{-5, 5, -3};
}

void TestChartLooks::drawsUnusualValues()
{
    QFETCH(std::vector<double>, values);
    const QColor blue = seriesColor(0, false);
    for (const bool isStacked : {false, true}) {
        TimeChartData data = dataOf({lineOf(QStringLiteral("Vendors"), start, values)});
        data.kind = isStacked ? TimeChartData::Kind::StackedAreas : TimeChartData::Kind::Lines;
        m_chart->setData(data);
        const QRectF plot = m_chart->chart()->plotArea();
        QVERIFY(plot.width() > 400 && plot.height() > 200);
        if (!isStacked)
            QVERIFY(pixelsOf(*m_chart, blue) > 200);
        else
            QVERIFY(drawnPixels(*m_chart, *m_theme) > 1000);
    }
}

void TestChartLooks::drawsALimitThatIsFarAsALabelOnly()
{
    const QColor limitColor = m_theme->color(Token::Bad);
    TimeChartData data = growing(100);
    data.limits = {{QStringLiteral("Limit"), 150}};
    m_chart->setData(data);
    const int width = int(m_chart->chart()->plotArea().width());
    QVERIFY(pixelsOf(*m_chart, limitColor) >= width);
    data.limits = {{QStringLiteral("Limit"), 40'000}};
    m_chart->setData(data);
    const int labelOnly = pixelsOf(*m_chart, limitColor);
    QVERIFY(labelOnly > 10 && labelOnly < width / 2);
}

void TestChartLooks::drawsADotForOneDay()
{
    m_chart->setData(growing(1));
    QCOMPARE(m_chart->firstDay().daysTo(m_chart->lastDay()), 6);
    QVERIFY(pixelsOf(*m_chart, seriesColor(0, false)) > 8);
}

void TestChartLooks::leavesAGapWhereNothingIsKnown()
{
    TimeLine line = lineOf(QStringLiteral("Vendors"), start, std::vector<double>(40, 5));
    for (int i = 80; i < 120; ++i)
        line.values.push_back({start.addDays(i), 5});
    m_chart->setData(dataOf({line}));
    const QImage image = m_chart->grab().toImage();
    const auto isLineAt = [&](const QDate &day) {
        const int x = placeOf(day).x();
        for (int y = 0; y < image.height(); ++y)
            if (image.pixel(x, y) == seriesColor(0, false).rgb())
                return true;
        return false;
    };
    QVERIFY(isLineAt(start.addDays(20)));
    QVERIFY(!isLineAt(start.addDays(60)));
    QVERIFY(isLineAt(start.addDays(100)));
}

void TestChartLooks::followsTheTheme()
{
    m_chart->setData(growing(100));
    QVERIFY(pixelsOf(*m_chart, seriesColor(0, false)) > 100);
    m_theme->setMode(ThemeMode::Dark);
    QCOMPARE(pixelsOf(*m_chart, seriesColor(0, false)), 0);
    QVERIFY(pixelsOf(*m_chart, seriesColor(0, true)) > 100);
    QCOMPARE(m_chart->grab().toImage().pixelColor(2, 2), m_theme->color(Token::Surface));
}

void TestChartLooks::denseLinesReachAsFarAsAPainterDrawsThem()
{
    std::vector<QPointF> points;
    for (int i = 0; i < 2400; ++i)
        points.emplace_back(i / 8.0, 100 + 60 * std::sin(i * 2.3) + 20 * std::sin(i / 70.0));
    QImage expected(300, 200, QImage::Format_RGB32);
    QImage drawn = expected;
    expected.fill(Qt::white);
    drawn.fill(Qt::white);
    {
        QPainter painter(&expected);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Qt::black, 2));
        painter.drawPolyline(points.data(), int(points.size()));
    }
    {
        QPainter painter(&drawn);
        ColumnCanvas canvas;
        canvas.begin(QRectF(0, 0, 300, 200), 1);
        canvas.line(points, Qt::black, 2);
        canvas.end(painter);
    }
    // The painter's line is as wide as it is high: it has the peaks of the columns beside, too,
    // a little blunt.
    const auto wanted = extentsOf(expected);
    const auto found = extentsOf(drawn);
    for (std::size_t x = 1; x + 1 < wanted.size(); ++x) {
        const int highest = std::min({found[x - 1].first, found[x].first, found[x + 1].first});
        const int lowest = std::max({found[x - 1].second, found[x].second, found[x + 1].second});
        QVERIFY2(std::abs(highest - wanted[x].first) <= 6 &&
                     std::abs(lowest - wanted[x].second) <= 6,
                 qPrintable(QStringLiteral("column %1: %2 to %3 instead of %4 to %5")
                                .arg(x)
                                .arg(highest)
                                .arg(lowest)
                                .arg(wanted[x].first)
                                .arg(wanted[x].second)));
        QVERIFY(found[x].second - found[x].first > 90);
    }
}

void TestChartLooks::bandsCoverWhatAPainterFills()
{
    std::vector<QPointF> outline;
    for (int i = 0; i <= 60; ++i)
        outline.emplace_back(20 + i * 4, 90 - i);
    for (int i = 60; i >= 0; --i)
        outline.emplace_back(20 + i * 4, 110.5 + i * 0.7);
    QImage expected(300, 200, QImage::Format_RGB32);
    QImage drawn = expected;
    expected.fill(Qt::white);
    drawn.fill(Qt::white);
    const QColor color(0, 0, 200, 100);
    {
        QPainter painter(&expected);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(outline.data(), int(outline.size()));
    }
    {
        QPainter painter(&drawn);
        ColumnCanvas canvas;
        canvas.begin(QRectF(0, 0, 300, 200), 1);
        canvas.band(outline, color);
        canvas.end(painter);
    }
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 300; ++x)
            QVERIFY2(std::abs(qGray(drawn.pixel(x, y)) - qGray(expected.pixel(x, y))) <= 24,
                     qPrintable(QStringLiteral("at %1, %2").arg(x).arg(y)));
}

QTEST_MAIN(TestChartLooks)
#include "test_chartlooks.moc"
