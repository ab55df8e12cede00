#pragma once

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace Orion
{

// A few choices side by side, of which one holds. The arrow keys go from one to the next.
class Segmented : public QFrame
{
    Q_OBJECT

public:
    explicit Segmented(const QString &name, QWidget *parent = nullptr);

    QToolButton *addChoice(int value, const QString &text, const QString &toolTip = {});
    void setCurrent(int value); // without chosen(); a value that is none: no choice holds
    int current() const;        // -1: none holds
    QToolButton *button(int value) const;

Q_SIGNALS:
    void chosen(int value); // by the person

private:
    QButtonGroup *m_group;
};

} // namespace Orion
