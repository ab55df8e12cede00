#pragma once

#include "models/domain/result.h"
#include "ui/shell/consolepage.h"

#include <QPushButton>

namespace Orion
{

class HistoryCard;

// Writes the chart into a file that the person chooses: as a picture or as numbers. Lives on the
// GUI thread.
class ChartExportMenu : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind
    {
        Png,
        Svg,
        Csv,
    };

    // The card outlives it.
    ChartExportMenu(const PageContext &context, HistoryCard &card, QWidget *parent = nullptr);

    QAction *action(Kind kind) const;

Q_SIGNALS:
    void saved(const QString &path);
    void failed(const Orion::Error &error);

private:
    void add(Kind kind, const QString &text);
    void ask(Kind kind);
    void save(Kind kind, const QString &path);

    PageContext m_context;
    HistoryCard &m_card;
};

} // namespace Orion
