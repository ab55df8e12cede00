#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace Orion
{

class ElidedLabel;
class StateView;
class StatusBadge;
class Theme;

// One thing of a list in full: its name with a badge and a button that closes it, and below them
// what the pane of a page adds; or, instead of all that, why there is nothing to see. Lives on the
// GUI thread; it owns what is added.
class DetailPane : public QWidget
{
    Q_OBJECT

Q_SIGNALS:
    void closeRequested();

protected:
    explicit DetailPane(Theme &theme, QWidget *parent = nullptr);

    void setTitle(const QString &text);
    StatusBadge *badge() const { return m_badge; }

    QWidget *content() const { return m_content; } // the parent for what is added
    void add(QWidget *widget, int stretch = 0, Qt::Alignment alignment = {});
    void addScrolled(const QList<QWidget *> &widgets); // takes the room that is left
    void addStretch();

    StateView *state() const { return m_state; }
    void showContent();
    void showState(); // what it says is the caller's
    bool isShowingContent() const { return !m_content->isHidden(); }

private:
    QWidget *buildHeader();
    void updateIcon();

    Theme &m_theme;
    StateView *m_state;
    QWidget *m_content;
    QVBoxLayout *m_layout;
    ElidedLabel *m_title;
    StatusBadge *m_badge;
    QToolButton *m_close;
};

} // namespace Orion
