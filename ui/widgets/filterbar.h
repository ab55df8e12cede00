#pragma once

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace Orion
{

class SearchField;
class Theme;

// One line of what narrows a list: a search, choices, and at the right how many are left.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(Theme &theme, QWidget *parent = nullptr);

    SearchField *addSearch(const QString &placeholder);
    // The first entry is "all", with a null value.
    QComboBox *addChoice(const QString &name, const QString &all);
    void addWidget(QWidget *widget);
    void setNote(const QString &text); // at the right: "1,204 vendors"
    void setResettable(bool some);     // shows "Clear filters"

Q_SIGNALS:
    void resetRequested();

private:
    Theme &m_theme;
    QHBoxLayout *m_layout;
    QPushButton *m_reset;
    QLabel *m_note;
};

} // namespace Orion
