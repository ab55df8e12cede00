#pragma once

#include <QAbstractButton>

namespace Orion
{

class Theme;

// An entry of the navigation: icon, title, and its shortcut while it is hovered or focused.
class NavButton : public QAbstractButton
{
    Q_OBJECT

public:
    NavButton(Theme &theme, const QString &icon, const QString &title, const QKeySequence &shortcut,
              QWidget *parent = nullptr);

    QSize sizeHint() const override { return {184, 32}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    Theme &m_theme;
    QString m_icon;
    QString m_keys;
};

} // namespace Orion
