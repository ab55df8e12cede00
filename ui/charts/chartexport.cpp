#include "ui/charts/chartexport.h"

#include "ui/charts/chartpicture.h"
#include "ui/charts/dayformats.h"
#include "ui/charts/timechart.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace Orion
{

namespace
{

constexpr QSize pictureSize{960, 540};
constexpr int pngScale = 2;
constexpr double border = 24; // px

Error cannotWrite(const QString &path, const QString &reason)
{
    return {ErrorCode::InvalidArgument,
            QCoreApplication::translate("TimeChart",
                                        "The file %1 cannot be written: %2. Choose another place.")
                .arg(path, reason),
            reason};
}

Error nothingToSave()
{
    return {ErrorCode::InvalidArgument,
            QCoreApplication::translate("TimeChart", "The chart has no values yet, so there is "
                                                     "nothing to save. Try again when it has."),
            {}};
}

Result<void> writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return fail(cannotWrite(path, file.errorString()));
    return {};
}

// The title, the days and the chart below them.
void paintPicture(QPainter &painter, const TimeChart &chart)
{
    const ChartStyle style(chart.theme());
    const PreparedChart prepared(chart.data());
    const QRectF page(QPointF(0, 0), QSizeF(pictureSize));
    painter.fillRect(page, style.surface);

    QFont titleFont = style.strong;
    titleFont.setPixelSize(18);
    const QFontMetricsF titleMetrics(titleFont);
    const QFontMetricsF metrics(style.font);
    double y = border + titleMetrics.ascent();
    painter.setFont(titleFont);
    painter.setPen(style.text);
    painter.drawText(
        QPointF(border, y),
        titleMetrics.elidedText(prepared.data().title, Qt::ElideRight, page.width() - 2 * border));
    y += titleMetrics.descent() + 4 + metrics.ascent();
    painter.setFont(style.font);
    painter.setPen(style.muted);
    painter.drawText(QPointF(border, y), shortDay(chart.firstDay()) + QStringLiteral(" – ") +
                                             shortDay(chart.lastDay()));
    y += metrics.descent() + 14;

    ChartPicture picture(prepared, style);
    picture.arrange(page.adjusted(border, y, -border, -border / 2), chart.daysInView());
    picture.paint(painter);
}

} // namespace

Result<void> saveChartPng(const TimeChart &chart, const QString &path)
{
    if (!chart.firstDay().isValid())
        return fail(nothingToSave());
    QImage image(pictureSize * pngScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(pngScale);
    QPainter painter(&image);
    paintPicture(painter, chart);
    painter.end();
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return writeFile(path, content);
}

Result<void> saveChartSvg(const TimeChart &chart, const QString &path)
{
    if (!chart.firstDay().isValid())
        return fail(nothingToSave());
    QByteArray content;
    QBuffer buffer(&content);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(pictureSize);
    generator.setViewBox(QRect(QPoint(), pictureSize));
    generator.setResolution(96);
    QPainter painter(&generator);
    paintPicture(painter, chart);
    painter.end();
    // Not by setTitle(): some versions of Qt write it as it is, others as XML wants it.
    content.replace("<title>Qt SVG Document</title>",
                    "<title>" + chart.data().title.toHtmlEscaped().toUtf8() + "</title>");
    return writeFile(path, content);
}

Result<void> saveChartCsv(const TimeChart &chart, const QString &path)
{
    if (!chart.firstDay().isValid())
        return fail(nothingToSave());
    return writeFile(path, chartCsv(chart.data(), chart.firstDay(), chart.lastDay()));
}

} // namespace Orion
