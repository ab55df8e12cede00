#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace Orion
{

class Theme;

// The top of a page: its name, a quiet line about it, and what can be done at the right.
class PageHeader : public QWidget
{
    Q_OBJECT

public:
    PageHeader(Theme &theme, const QString &title, QWidget *parent = nullptr);

    void setNote(const QString &text);
    void addAction(QWidget *widget);

private:
    QLabel *m_note;
    QHBoxLayout *m_actions;
};

} // namespace Orion
