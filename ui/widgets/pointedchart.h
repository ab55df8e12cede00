#pragma once

#include <QChartView>

class QAbstractAxis;

namespace Orion
{

class Theme;

// A small chart of places side by side, one bar each. Pointing at a place, or walking with the
// arrow keys, tells what is there; a click or Enter picks it. Lives on the GUI thread.
class PointedChart : public QChartView
{
    Q_OBJECT

public:
    PointedChart(Theme &theme, int height, QWidget *parent);

Q_SIGNALS:
    void picked(int place);

protected:
    virtual int places() const = 0;
    virtual QString textOf(int place) const = 0;

    Theme &theme() const { return m_theme; }
    void colorAxis(QAbstractAxis *axis) const; // with the theme's lines and labels
    void forgetPlace() { m_pointed = -1; }     // the places are others now

    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

    // The lowest of 2, 4, 6, 8, 10 and their tens that holds the peak: half of it is whole.
    static double roundedUp(qint64 peak);

private:
    void point(int place); // -1: at none
    int placeAt(const QPoint &position) const;

    Theme &m_theme;
    int m_pointed = -1;
};

} // namespace Orion
