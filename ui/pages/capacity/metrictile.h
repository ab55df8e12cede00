#pragma once

#include "models/domain/limits.h"

#include <QAbstractButton>

namespace Orion
{

class Theme;

struct TileContent
{
    QString name;
    QString value;
    QString change;             // over the period that is shown
    QString standing;           // against the limit, or what stands in its place
    std::optional<Usage> usage; // of the limit; nothing: no meter
};

// One metric in short: where it stands, how it moved and how much of its limit is used. A choice
// among its neighbours.
class MetricTile : public QAbstractButton
{
    Q_OBJECT

public:
    static constexpr int leastWidth = 140; // for words that are not cut, px

    explicit MetricTile(Theme &theme, QWidget *parent = nullptr);

    void setContent(const TileContent &content);
    const TileContent &content() const { return m_content; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void paintFrame(QPainter &painter) const;

    Theme &m_theme;
    TileContent m_content;
};

} // namespace Orion
