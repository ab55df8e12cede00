#pragma once

#include "models/domain/limits.h"

#include <QWidget>

class QPainter;

namespace Orion
{

class Theme;

// How much of a limit is used: a name, the numbers and a bar. Unlimited has no bar to fill; over
// the limit is red and says by how much.
class UsageMeter : public QWidget
{
    Q_OBJECT

public:
    explicit UsageMeter(Theme &theme, QWidget *parent = nullptr);

    void setUsage(const QString &name, const Usage &usage);
    QString numbers() const { return m_numbers; } // "134 of 500"
    QSize sizeHint() const override;

    static QString describe(const Usage &usage); // "134 of 500", "134 · unlimited", "…· 23 over"
    static void paintBar(QPainter *painter, const QRectF &rect, const Usage &usage,
                         const Theme &theme);
    // A cell: the numbers above a thin bar, right-aligned.
    static void paintCell(QPainter *painter, const QRect &rect, const Usage &usage,
                          const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    QString m_name;
    QString m_numbers;
    Usage m_usage;
};

} // namespace Orion
