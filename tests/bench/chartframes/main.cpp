// Frames a second of a chart of ten years of days, drawn in full: the days in view change, events
// are done, the window is painted into an image; it is not shown, for that would paint it twice.
// Prints "PAN ZOOM", each in frames a second.
//   orion-bench-chart product    the console's TimeChart: four lines and two intervals
//   orion-bench-chart baseline   a QChartView with the four lines as QLineSeries of all points
#include "ui/charts/timechart.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QChartView>
#include <QDateTimeAxis>
#include <QElapsedTimer>
#include <QImage>
#include <QLineSeries>
#include <QPainter>
#include <QRandomGenerator>
#include <QTextStream>
#include <QTimeZone>
#include <QValueAxis>

#include <cmath>

namespace
{

using namespace Orion;

constexpr int days = 3650;
constexpr int lines = 4;
constexpr QSize windowSize{1200, 600};
const QDate start(2017, 1, 1);

// Growth, a week's rhythm and chance.
std::vector<DatedValue> madeValues(int line)
{
    QRandomGenerator random(quint32(line + 1));
    std::vector<DatedValue> values;
    double level = 1000 * (line + 1);
    for (int i = 0; i < days; ++i) {
        level += 3 + line;
        const double week = 1 + 0.1 * std::sin(i * 2 * M_PI / 7);
        values.push_back({start.addDays(i), level * week * (0.9 + 0.2 * random.generateDouble())});
    }
    return values;
}

TimeBand madeBand(const TimeLine &line, double share, double opacity)
{
    TimeBand band{QStringLiteral("%1 %").arg(100 - 100 * share), {}, line.color, opacity};
    for (const DatedValue &value : line.values)
        band.values.push_back({value.day, value.value * (1 - share), value.value * (1 + share)});
    return band;
}

TimeChartData madeData()
{
    TimeChartData data;
    for (int i = 0; i < lines; ++i)
        data.lines.push_back({QStringLiteral("Line %1").arg(i + 1), madeValues(i), i, false});
    data.bands = {madeBand(data.lines.back(), 0.4, 0.15), madeBand(data.lines.back(), 0.2, 0.2)};
    data.limits = {{QStringLiteral("Limit"), 40'000}};
    data.today = start.addDays(days - 90);
    return data;
}

// What is measured: a view on which days are shown.
class Subject
{
public:
    virtual ~Subject() = default;
    virtual QChartView &view() = 0;
    virtual void showDays(int first, int last) = 0;
};

class Product : public Subject
{
public:
    explicit Product(Theme &theme)
        : m_chart(theme)
    {
        m_chart.setData(madeData());
    }
    QChartView &view() override { return m_chart; }
    void showDays(int first, int last) override
    {
        m_chart.showDays(start.addDays(first), start.addDays(last));
    }

private:
    TimeChart m_chart;
};

class Baseline : public Subject
{
public:
    Baseline()
    {
        m_view.setRenderHint(QPainter::Antialiasing);
        m_view.chart()->addAxis(m_time, Qt::AlignBottom);
        m_view.chart()->addAxis(m_values, Qt::AlignLeft);
        m_values->setRange(0, 30'000);
        for (int i = 0; i < lines; ++i) {
            auto *series = new QLineSeries;
            QList<QPointF> points;
            for (const DatedValue &value : madeValues(i))
                points.append(
                    {double(value.day.startOfDay(Qt::UTC).toMSecsSinceEpoch()), value.value});
            series->replace(points);
            m_view.chart()->addSeries(series);
            series->attachAxis(m_time);
            series->attachAxis(m_values);
        }
    }
    QChartView &view() override { return m_view; }
    void showDays(int first, int last) override
    {
        m_time->setRange(start.addDays(first).startOfDay(Qt::UTC),
                         start.addDays(last).startOfDay(Qt::UTC));
    }

private:
    QChartView m_view;
    QDateTimeAxis *m_time = new QDateTimeAxis;
    QValueAxis *m_values = new QValueAxis;
};

void drawFrame(Subject &subject, QImage &image, int first, int last)
{
    subject.showDays(first, last);
    QApplication::processEvents();
    static_cast<QWidget &>(subject.view()).render(&image); // QGraphicsView has another render()
}

double framesPerSecond(int frames, const QElapsedTimer &timer)
{
    return frames * 1e9 / double(timer.nsecsElapsed());
}

// Five years in view, then one, each moved through all days and back.
double pan(Subject &subject, QImage &image)
{
    constexpr int steps = 30;
    QElapsedTimer timer;
    timer.start();
    for (const int width : {1825, 365}) {
        for (int step = -steps; step < steps; ++step) {
            const int first = (days - 1 - width) * (steps - std::abs(step)) / steps;
            drawFrame(subject, image, first, first + width);
        }
    }
    return framesPerSecond(4 * steps, timer);
}

// From all days to a month, and back.
double zoom(Subject &subject, QImage &image)
{
    constexpr int steps = 40;
    constexpr int middle = days * 2 / 3;
    QElapsedTimer timer;
    timer.start();
    for (int step = -steps; step < steps; ++step) {
        const double share = std::pow(30.0 / days, double(steps - std::abs(step)) / steps);
        drawFrame(subject, image, int(middle * (1 - share)),
                  int(middle + (days - 1 - middle) * share));
    }
    return framesPerSecond(2 * steps, timer);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Theme theme(application, ThemeMode::Light);
    const QStringList arguments = QApplication::arguments();
    std::unique_ptr<Subject> subject;
    if (arguments.value(1) == QLatin1String("product"))
        subject = std::make_unique<Product>(theme);
    else if (arguments.value(1) == QLatin1String("baseline"))
        subject = std::make_unique<Baseline>();
    else
        return 2;

    QChartView &view = subject->view();
    view.resize(windowSize);
    QImage image(windowSize, QImage::Format_RGB32);
    drawFrame(*subject, image, 0, days - 1); // fonts and caches
    const double panned = pan(*subject, image);
    const double zoomed = zoom(*subject, image);
    if (const QString path = arguments.value(2); !path.isEmpty())
        image.save(path);
    QTextStream(stdout) << panned << ' ' << zoomed << '\n';
    return 0;
}
