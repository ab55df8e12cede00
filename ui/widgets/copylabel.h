#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace Orion
{

class Theme;

// An id that is copied with one click (or Enter): monospaced, elided in the middle.
class CopyLabel : public QWidget
{
    Q_OBJECT

public:
    explicit CopyLabel(Theme &theme, QWidget *parent = nullptr);

    void setValue(const QString &value); // empty: a dash, nothing to copy
    QString value() const { return m_value; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void copy();
    void updateIcon(bool copied);
    void elide();

    Theme &m_theme;
    QLabel *m_text;
    QToolButton *m_button;
    QString m_value;
};

} // namespace Orion
