import { EllipsisVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';

import { classNames } from './class-names.ts';
import { stroke, type Icon } from './icon.ts';
import './button.css';
import './menu.css';

interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: Icon | undefined;
  readonly danger?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly onPress: () => void;
}

export interface MenuProps {
  /** What the menu is about, such as 'More for Northfield portal'. */
  readonly label: string;
  readonly items: readonly MenuEntry[];
  /** Three dots if left out. */
  readonly icon?: Icon | undefined;
}

export function Menu({ label, items, icon: Trigger = EllipsisVertical }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      <AriaButton className="icon-button" aria-label={label}>
        <Trigger strokeWidth={stroke} aria-hidden="true" />
      </AriaButton>
      <Popover className="popover" placement="bottom end" offset={4}>
        <AriaMenu className="menu" onAction={(key) => items.find(({ id }) => id === key)?.onPress()}>
          {items.map(({ id, label: text, icon: Icon, danger = false, isDisabled = false }) => (
            <MenuItem
              key={id}
              id={id}
              className={classNames('menu-item', danger && 'menu-danger')}
              textValue={text}
              isDisabled={isDisabled}
            >
              {Icon !== undefined && <Icon strokeWidth={stroke} aria-hidden="true" />}
              <span className="menu-text">{text}</span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
