#include "ui/pages/capacity/chartexportmenu.h"

#include <QMenu>

#include "ui/charts/chartexport.h"
#include "ui/pages/capacity/historycard.h"
#include "ui/shell/dialogs.h"
#include "ui/theme/theme.h"

namespace Orion
{

namespace
{

QString suffixOf(ChartExportMenu::Kind kind)
{
    return kind == ChartExportMenu::Kind::Png   ? QStringLiteral("png")
           : kind == ChartExportMenu::Kind::Svg ? QStringLiteral("svg")
                                                : QStringLiteral("csv");
}

QString filterOf(ChartExportMenu::Kind kind)
{
    return kind == ChartExportMenu::Kind::Png   ? ChartExportMenu::tr("PNG pictures (*.png)")
           : kind == ChartExportMenu::Kind::Svg ? ChartExportMenu::tr("SVG pictures (*.svg)")
                                                : ChartExportMenu::tr("CSV files (*.csv)");
}

} // namespace

ChartExportMenu::ChartExportMenu(const PageContext &context, HistoryCard &card, QWidget *parent)
    : QPushButton(tr("Export"), parent)
    , m_context(context)
    , m_card(card)
{
    setProperty("menu", true);
    setMenu(new QMenu(this));
    add(Kind::Png, tr("Picture (PNG)…"));
    add(Kind::Svg, tr("Drawing (SVG)…"));
    add(Kind::Csv, tr("Numbers (CSV)…"));
    const auto updateIcon = [this] { setIcon(m_context.theme.icon(QStringLiteral("download"))); };
    connect(&m_context.theme, &Theme::changed, this, updateIcon);
    updateIcon();
}

void ChartExportMenu::add(Kind kind, const QString &text)
{
    connect(menu()->addAction(text), &QAction::triggered, this, [this, kind] { ask(kind); });
}

QAction *ChartExportMenu::action(Kind kind) const
{
    return menu()->actions().at(int(kind));
}

void ChartExportMenu::ask(Kind kind)
{
    const QString name = m_card.fileName() + u'.' + suffixOf(kind);
    m_context.dialogs.askSaveFile(this, tr("Export the chart"), name, filterOf(kind),
                                  [this, kind](const QString &path) {
                                      if (!path.isEmpty())
                                          save(kind, path);
                                  });
}

void ChartExportMenu::save(Kind kind, const QString &path)
{
    const TimeChart &chart = *m_card.chart();
    const Result<void> done = kind == Kind::Png   ? saveChartPng(chart, path)
                              : kind == Kind::Svg ? saveChartSvg(chart, path)
                                                  : saveChartCsv(chart, path);
    if (done)
        Q_EMIT saved(path);
    else
        Q_EMIT failed(done.error());
}

} // namespace Orion
